"""The fixed text of the report: its style sheet, and what every reader must be told."""

from __future__ import annotations

from typing import Final

LIMITS: Final = (
    "Every parameter is notional: chosen round, to teach coordination. None is the performance of a real system, and "
    "type names are only labels.",
    "The plane is flat, without altitude, weather, terrain or horizon; turns take no time; crews do not tire or learn.",
    "Intervals cover luck only: another choice of parameters may change the answer, and so may what is not modelled.",
    "Use it to ask how coordination works and which link of the chain fails, never to forecast or to plan a real "
    "operation.",
)

STYLE: Final = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1a1a1a;font:18px/1.5 "DejaVu Sans",Verdana,"Segoe UI",sans-serif}
main{max-width:1180px;margin:0 auto;padding:20px 28px 48px}
h1{font-size:34px;line-height:1.2;margin:6px 0 8px;overflow-wrap:anywhere}
h2{font-size:24px;margin:34px 0 10px;border-bottom:2px solid #0072b2;padding-bottom:4px}
p,li,dd{overflow-wrap:anywhere;max-width:75ch}
.notice{margin:0;padding:6px 12px;background:#f2f2f2;border-left:6px solid #d55e00;max-width:none}
.notice+h1{margin-top:14px}
.headline{font-size:22px;margin:12px 0;max-width:none}
.headline strong{font-size:48px;color:#0072b2;margin-right:8px}
.headline span{color:#595959}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:8px 24px;margin:14px 0}
dl div{border-top:1px solid #bfbfbf;padding-top:4px}
dt{font-size:15px;color:#595959}
dd{margin:0}
.question{font-size:24px;margin:6px 0 12px}
.warnings{border:3px solid #d55e00;padding:4px 18px;margin-top:18px}
.warnings h2{border:0;margin:8px 0 0}
table{border-collapse:collapse;width:100%;margin:8px 0 12px}
caption{text-align:left;color:#595959;padding-bottom:6px}
th,td{text-align:left;vertical-align:top;padding:7px 14px 7px 0;border-bottom:1px solid #d0d0d0;font-weight:400}
thead th{border-bottom:2px solid #595959;color:#595959}
tbody th{font-weight:700;width:56%}
tbody th small{display:block;font-weight:400;font-size:15px;color:#595959}
td{white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums}
td.n,th.n{padding-right:28px}
.wide{overflow-x:auto}
.many tbody th{width:auto;min-width:9em}
.many th,.many td{overflow-wrap:break-word;max-width:24em}
.many td.long{white-space:normal;min-width:10em}
.many tbody tr:nth-child(even){background:#f7f7f7}
.verdict{font-size:22px;line-height:1.4}
code{font:16px/1.4 "DejaVu Sans Mono",Consolas,monospace;overflow-wrap:anywhere}
.small,details p{font-size:16px;color:#404040}
summary{cursor:pointer;padding:6px 0;color:#00507d}
figure{margin:0 0 22px;border:1px solid #d0d0d0}
figure img{display:block;width:100%;height:auto}
figcaption{padding:0 16px;border-top:1px solid #d0d0d0}
footer{margin-top:28px;border-top:1px solid #bfbfbf;color:#595959;font-size:15px}
@page{size:A4;margin:14mm}
@media print{
body{font-size:10.5pt}
main{max-width:none;padding:0}
h1{font-size:20pt}
h2{font-size:14pt;break-after:avoid}
.headline strong{font-size:26pt}
.question{font-size:13pt}
tbody th small,dt,.small,footer{font-size:8.5pt}
figure,tr,.warnings,.lesson{break-inside:avoid}
figcaption{display:none}
dl{grid-template-columns:repeat(3,1fr)}
}
"""
