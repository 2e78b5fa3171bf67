/** What is on every page: type, links, bar, sections, foot. */
export const frameRules = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 var(--sans);font-variant-numeric:tabular-nums}
h1,h2,h3,p,ul,dl,dd,figure,table,pre{margin:0;padding:0}
ul{list-style:none}
h1{font-size:26px;line-height:1.2;font-weight:600;letter-spacing:-.015em}
h2{font-size:16px;line-height:1.3;font-weight:600}
h3{font-size:15px;line-height:1.4;font-weight:600;margin-top:18px}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--control);text-decoration-thickness:1px;text-underline-offset:3px}
a:hover{text-decoration-color:currentColor;text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--ink);outline-offset:2px;border-radius:3px}
code,pre,.mono{font-family:var(--mono);font-size:.88em;font-variant-ligatures:none}
code,.mono{overflow-wrap:anywhere}
.skip{position:absolute;left:-999px}
.skip:focus{left:16px;top:8px;background:var(--panel);padding:8px 12px;z-index:9}
.defs{position:absolute;width:0;height:0}
.wrap{max-width:1160px;margin:0 auto;padding:0 24px}
.top{border-bottom:1px solid var(--line);background:var(--panel)}
.top .wrap{display:flex;align-items:center;gap:0 20px;min-height:56px;flex-wrap:wrap}
.brand{display:flex;align-items:center;gap:10px;text-decoration:none;font-weight:600;min-height:44px}
.brand svg{color:var(--ok);flex:none}
.brand span{color:var(--muted);font-weight:400;font-size:13px;border-left:1px solid var(--rule);padding-left:10px;overflow-wrap:anywhere}
.nav{display:flex;gap:2px}
.nav a{text-decoration:none;color:var(--muted);font-size:14px;padding:10px;border-radius:5px}
.nav a:hover{color:var(--ink);background:var(--sunk)}
.nav a[aria-current]{color:var(--ink);font-weight:600;box-shadow:inset 0 -2px 0 var(--ink);border-radius:0}
main{padding:28px 0 56px}
section+section,.wrap>section,.cols{margin-top:36px}
.sec{display:flex;align-items:baseline;gap:4px 12px;justify-content:space-between;padding-bottom:8px;border-bottom:1px solid var(--rule);flex-wrap:wrap}
.sec span,.note{font-size:13px;line-height:1.45;color:var(--muted)}
.note{margin-top:10px;max-width:72ch}
.note.plain{color:var(--ink)}
.sec a,.crumb a,.foot a,.note a,.text a,td a{padding-block:4px}
.lead{max-width:72ch;margin-top:6px;color:var(--muted)}
.lead b{color:var(--ink);font-weight:600}
.text p,.text ul{max-width:72ch;margin-top:10px}
.text .kv{margin-top:10px}
.text li+li{margin-top:4px}
.text li{padding-left:18px;position:relative}
.text li::before{content:"–";position:absolute;left:0;color:var(--muted)}
.crumb{font-size:13px;color:var(--muted)}
.title{font-family:var(--mono);font-size:22px;line-height:1.3;letter-spacing:-.03em;margin-top:6px;overflow-wrap:anywhere}
.cols{display:grid;grid-template-columns:minmax(0,1fr) 296px;gap:48px}
.cols aside section+section{margin-top:28px}
.foot{border-top:1px solid var(--line);color:var(--muted);font-size:13px;padding:16px 0 28px}
.foot .wrap{display:flex;align-items:baseline;gap:6px 22px;flex-wrap:wrap}
`
