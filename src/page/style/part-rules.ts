/** Tables, numbers, figures, lines to paste, forms. */
export const partRules = `
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:600;font-size:13px;color:var(--muted);padding:7px 14px 7px 0;border-bottom:1px solid var(--rule);white-space:nowrap;vertical-align:bottom}
td,th[scope=row]{padding:8px 14px 8px 0;border-bottom:1px solid var(--line);vertical-align:baseline}
th[scope=row]{font-weight:400;font-size:14px;color:var(--ink);white-space:normal}
td.n,th.n{text-align:right;padding-right:0;padding-left:14px}
td.n+td,th.n+th:not(.n){padding-left:28px}
td time{white-space:nowrap}
td small,th small{display:block;font-weight:400;font-size:13px;color:var(--muted)}
.tw{overflow-x:auto}
.v{font-weight:600;white-space:nowrap}
.v svg{width:16px;height:16px;vertical-align:-2.5px;margin-right:6px}
.ok{color:var(--ok)}
.fragile{color:var(--fragile)}
.undetermined{color:var(--undetermined)}
.lost{color:var(--lost)}
.changed{color:var(--changed)}
.four{display:grid;grid-template-columns:repeat(4,1fr);margin-top:18px;border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.four div{padding:12px 16px}
.four div+div{border-left:1px solid var(--line)}
.four dt{font-size:13px;color:var(--muted)}
.four dd{font-weight:600;margin-top:2px;overflow-wrap:anywhere}
.four small{display:block;font-size:13px;font-weight:400;color:var(--muted)}
.kv{display:grid;grid-template-columns:auto minmax(0,1fr);font-size:14px}
.kv dt{color:var(--muted);padding:6px 14px 6px 0;border-bottom:1px solid var(--line)}
.kv dd{padding:6px 0;border-bottom:1px solid var(--line);text-align:right;overflow-wrap:anywhere}
.kv .mono{display:block}
.paste{margin-top:10px;background:var(--sunk);border:1px solid var(--line);border-radius:6px;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere;font-size:13px;line-height:1.5;user-select:all}
.fig{margin-top:14px;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:18px 20px}
.fig>svg{display:block;width:100%;height:auto}
.fig .narrow{display:none}
.fig text{font-family:var(--sans);font-size:12px;fill:var(--muted)}
.fig text.s{fill:var(--ink);font-weight:600}
.grid{stroke:var(--line)}
.bar{fill:var(--ok)}
.hatched,.hollow{stroke:var(--control)}
.hollow{fill:var(--panel)}
.hatch{fill:var(--panel)}
.hatch+rect{fill:var(--control)}
.tick{stroke:var(--control)}
figcaption{font-size:13px;color:var(--muted);margin-top:10px;display:flex;flex-wrap:wrap;gap:4px 18px}
figcaption span{display:inline-flex;align-items:center;gap:7px}
figcaption svg{width:26px;height:12px;flex:none}
summary{cursor:pointer;padding:10px 0;font-size:13px;color:var(--muted);min-height:40px}
.ask{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin-top:14px}
.ask label{flex:1 1 240px;max-width:420px;font-size:13px;color:var(--muted)}
.ask input{display:block;width:100%;margin-top:4px;font:inherit;color:var(--ink);background:var(--page);border:1px solid var(--control);border-radius:6px;padding:7px 10px;min-height:36px}
.ask button{font:inherit;font-size:14px;color:var(--ink);background:var(--panel);border:1px solid var(--control);border-radius:6px;min-height:36px;padding:4px 14px;cursor:pointer}
.ask button:hover{background:var(--sunk)}
`
