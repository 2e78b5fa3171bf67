/** Narrow screens, forced colours, paper. */
export const screenRules = `
@media (max-width:900px){
.cols{grid-template-columns:minmax(0,1fr);gap:36px}
.four{grid-template-columns:1fr 1fr}
.four div:nth-child(3){border-left:0}
.four div:nth-child(n+3){border-top:1px solid var(--line)}
}
@media screen and (max-width:860px){
.fig .wide{display:none}
.fig .narrow{display:block;max-width:460px}
}
@media (max-width:640px){
.wrap{padding:0 16px}
h1{font-size:23px}
.title{font-size:18px}
main{padding-top:20px}
.nav{flex-basis:100%;margin:0 -8px}
.nav a{padding:12px 8px}
.fig{padding:14px}
.ask input,.ask button{min-height:44px;font-size:16px}
table.stack thead{position:absolute;left:-9999px}
table.stack tr{display:block;border-bottom:1px solid var(--line);padding:8px 0}
table.stack td,table.stack th[scope=row]{display:block;border:0;padding:1px 0;text-align:left;overflow-wrap:anywhere}
table.stack td[data-l]{display:inline-block;margin-right:18px;padding:1px 0}
table.stack td[data-l]::before{content:attr(data-l) "  ";color:var(--muted);font-size:13px}
table.stack td small{display:inline}
table.stack td small::before{content:" · "}
}
@media (forced-colors:active){
.bar,.hatched,.hollow{forced-color-adjust:none}
}
@media print{
:root{--page:#fff;--panel:#fff;--sunk:#fff;--line:#ccc}
.nav,.skip,.ask{display:none}
.top{border:0}
body{font-size:10.5pt}
.cols{display:block}
.fig,tr{break-inside:avoid}
a[href^=http]::after{content:" <" attr(href) ">";font-size:8.5pt;color:#444}
details{display:block}
details::details-content{content-visibility:visible}
}
`
