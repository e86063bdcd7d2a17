/** The style sheet of index.html: system fonts, light and dark, contrast of at least 4.5 to 1 between text and ground. */
export const style = `:root { color-scheme: light dark; --good: #0b5d1e; --bad: #9b1c1c; --open: #7a4b00; --line: #8886; }
@media (prefers-color-scheme: dark) { :root { --good: #7ee2a0; --bad: #ff9c9c; --open: #ffcf70; } }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
header, article { border-left: .5rem solid var(--line); padding: .25rem 1rem; margin: 1rem 0; }
h1 { font-size: 2.5rem; margin: 0; }
h3 { margin: .25rem 0; }
table { border-collapse: collapse; }
/* The heading above says the same to who sees it. */
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
.wide { overflow-x: auto; }
td.good, span.good, header.good h1 { color: var(--good); }
td.bad, span.bad, header.bad h1, article.bad h3 { color: var(--bad); font-weight: bold; }
td.open, span.open, header.open h1, article.open h3 { color: var(--open); font-weight: bold; }
header.good { border-color: var(--good); }
header.bad, article.bad { border-color: var(--bad); }
header.open, article.open { border-color: var(--open); }
.small { font-size: .875rem; }
details { margin: .5rem 0; }
code { overflow-wrap: anywhere; white-space: pre-wrap; }
`;
