/**
 * What a browser may add to the page, which is complete without it: buttons to copy commands, the search,
 * and links that open what they lead to. It makes no element from text of the report. Its hash is in the
 * policy of the page (`policy.ts`).
 */
export const SCRIPT = `'use strict';
const $ = (id) => document.getElementById(id);

function addButtons(root) {
  for (const box of root.querySelectorAll('.commands:not(.copyable)')) {
    if (box.closest('details:not([open])')) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => copy(box.querySelector('pre'), button));
    box.append(button);
    box.classList.add('copyable');
  }
}

async function copy(pre, button) {
  let copied = true;
  try {
    await navigator.clipboard.writeText(pre.textContent);
  } catch {
    getSelection().selectAllChildren(pre);
    copied = document.execCommand('copy');
  }
  button.textContent = copied ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

function openTarget() {
  const target = $(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let at = target; at; at = at.parentElement) {
    if (at.localName === 'details') at.open = true;
    at.hidden = false;
    at.classList.remove('beyond');
  }
  target.querySelector(':scope > details')?.setAttribute('open', '');
  target.scrollIntoView();
}

// Rows that come back have to be laid out again: more than some would be felt while typing.
function show(element, fits, beyond) {
  if (element.hidden === fits) element.hidden = !fits;
  element.classList.toggle('beyond', fits && beyond);
}

function startSearch() {
  const checks = [...$('matrix').tHead.rows[0].cells].map((cell) => cell.textContent);
  const rows = [...$('matrix').tBodies[0].rows].map((row) => {
    const found = [...row.cells].flatMap((cell, at) =>
      /bad|warn|note|unknown/.test(cell.className) && at > 1 ? [checks[at]] : []);
    const [name, verdict] = [row.cells[0].textContent, row.cells[1].textContent];
    const section = $(row.querySelector('a').hash.slice(1));
    const text = [name, verdict, row.dataset.about, ...found].join(' ').toLowerCase();
    return { row, section, verdict, text, found: new Set(found) };
  });
  let most = 50;
  const search = () => {
    const words = $('search').value.toLowerCase().split(/\\s+/).filter(Boolean);
    const [verdict, check] = [$('verdict').value, $('check').value];
    let count = 0;
    for (const one of rows) {
      const fits = (verdict === '' || one.verdict === verdict)
        && (check === '' || one.found.has(check)) && words.every((word) => one.text.includes(word));
      if (fits) count += 1;
      show(one.row, fits, count > most);
      show(one.section, fits, count > most);
    }
    const more = count > most;
    $('found').textContent = count + ' of ' + rows.length + ' hosts' + (more ? ', shown: ' + most : '');
    $('more').hidden = !more;
  };
  $('more').addEventListener('click', () => {
    most = Infinity;
    search();
  });
  $('filter').hidden = false;
  $('filter').addEventListener('input', search);
  $('filter').addEventListener('submit', (event) => event.preventDefault());
  search();
}

addButtons(document);
document.addEventListener('toggle', (event) => addButtons(event.target), true);
addEventListener('hashchange', openTarget);
openTarget();
if ($('matrix')) startSearch();
`;
