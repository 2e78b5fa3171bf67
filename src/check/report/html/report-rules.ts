/** What only the report of a check has: counts, findings, the graph of losses, trees, differences. */
export const reportRules = `
body{overflow-wrap:break-word}
.foot span,.sec span{overflow-wrap:anywhere}
.brand{flex-wrap:wrap;padding-block:8px}
.mod{font-family:var(--mono);font-size:.93em;overflow-wrap:anywhere}
.mod i{font-style:normal;color:var(--muted)}
.code,.place{font-family:var(--mono);font-size:12.5px;color:var(--muted);overflow-wrap:anywhere}
.conf{display:inline-flex;align-items:center;gap:6px;font-size:13px;color:var(--muted)}
.conf svg{width:16px;height:11px}
.open{border-radius:8px;padding:10px;margin-bottom:24px;border:1px dashed var(--control);background:repeating-linear-gradient(45deg,var(--panel) 0 5px,var(--control) 5px 6px)}
.open>div{background:var(--panel);border-radius:4px;padding:18px 20px}
.reasons li{padding:12px 0 2px}
.reasons p{margin-top:2px;max-width:88ch;overflow-wrap:anywhere}
.tally{display:grid;grid-template-columns:repeat(5,1fr);margin-top:20px;border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.tally li+li{border-left:1px solid var(--line)}
.tally a{display:block;text-decoration:none;padding:12px 16px 11px;min-height:44px}
.tally a:hover{background:var(--sunk)}
.tally .n{display:block;font-size:24px;line-height:1.2;font-weight:600;margin-top:2px}
.tally small{display:block;font-size:13px;color:var(--muted)}
.tally .loud{color:inherit}
.find{position:relative;padding:18px 0 18px 20px;border-bottom:1px solid var(--line)}
.find::before{content:"";position:absolute;left:0;top:18px;bottom:18px;width:4px;background:repeating-linear-gradient(var(--lost) 0 6px,transparent 6px 10px)}
.find.changed{color:var(--ink);background:var(--changedTint);border:0;border-radius:8px;margin-top:14px;padding-right:20px}
.find.changed::before{top:0;bottom:0;width:6px;border-radius:8px 0 0 8px;background:var(--changed)}
.find.lost{color:var(--ink)}
.find.accepted::before{background:var(--control)}
.find .row{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px}
.find h3{margin:6px 0 2px;font-weight:400}
.find p{max-width:80ch;overflow-wrap:anywhere}
.find table{margin-top:10px}
.find details{margin-top:4px}
.find code{overflow-wrap:anywhere}
.ways li{margin-top:10px;overflow-wrap:anywhere}
.ways .paste{margin-top:4px}
.ways .v{margin-right:8px}
.diff{margin-top:12px;font-family:var(--mono);font-size:12.5px;line-height:1.6;background:var(--panel);border:1px solid var(--line);border-radius:8px;overflow:hidden}
.diff p,.diff li{max-width:none;padding:0 12px;white-space:pre-wrap;overflow-wrap:anywhere}
.diff p{padding-block:6px;background:var(--sunk);color:var(--muted)}
.diff .add{background:var(--okTint)}
.diff .cut{background:var(--lostTint)}
.fig text.m{font-family:var(--mono);fill:var(--ink)}
.fig text.m .q{fill:var(--muted)}
.fig text.m .b{font-weight:600}
.box{fill:var(--panel);stroke:var(--control)}
.box.you{stroke:var(--ink);stroke-width:2}
.box.gap{stroke-dasharray:3 3}
.box.lost{fill:var(--lostTint);stroke:var(--lost);stroke-width:2}
.box.changed{fill:var(--changedTint);stroke:var(--changed);stroke-width:2}
.edge{fill:none;stroke-width:2}
.edge.lost{stroke:var(--lost);stroke-dasharray:7 4}
.edge.changed{stroke:var(--changed)}
.edge.cut{stroke-width:3.5}
.tip.lost{fill:var(--lost)}
.tip.changed{fill:var(--changed)}
.tree{font-size:13px;line-height:1.7;overflow-wrap:anywhere}
.tree ul{padding-left:18px;margin-left:6px;border-left:1px solid var(--rule)}
details>summary{font-weight:600;color:var(--ink);font-size:14px}
.find summary{font-weight:400;color:var(--muted);font-size:13px}
td,th[scope=row]{overflow-wrap:anywhere}
td a,.find a{overflow-wrap:anywhere}
#all td{font-size:13px}
`

/** The same on narrow screens, in forced colours and on paper. */
export const reportScreenRules = `
@media screen and (max-width:860px){
.fig .narrow{max-width:none}
}
@media (max-width:640px){
.brand span{flex-basis:100%;border:0;padding:0}
.tally{grid-template-columns:1fr}
.tally li+li{border-left:0;border-top:1px solid var(--line)}
.tally a{display:grid;grid-template-columns:9em 3.6em minmax(0,1fr);align-items:baseline;gap:8px;padding:10px 14px}
.tally .n{font-size:17px;text-align:right;margin:0}
.tally small{text-align:right}
.find{padding-left:16px}
.open>div{padding:14px}
}
@media (forced-colors:active){
.find::before,.edge,.tip,.box{forced-color-adjust:none}
}
@media print{
.find,.tally,.open{break-inside:avoid}
.find.changed{background:none;border:1px solid var(--changed)}
.open{background:none}
}
`
