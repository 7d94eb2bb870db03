// The article: a marked word and its event point at each other.
const marks = [...document.querySelectorAll('mark[data-events]')];
const items = [...document.querySelectorAll('.triples > li')];

const light = (ids) => {
  for (const mark of marks) mark.classList.toggle('lit', ids.some((id) => mark.dataset.events.split(' ').includes(id)));
  for (const item of items) item.classList.toggle('lit', ids.includes(item.id));
};
const chosen = () => {
  const id = location.hash.slice(1);
  light(id ? [id] : []);
  marks.find((mark) => mark.classList.contains('lit'))?.scrollIntoView({block: 'center'});
};
for (const item of items) {
  item.addEventListener('mouseenter', () => light([item.id]));
  item.addEventListener('focusin', () => light([item.id]));
  item.addEventListener('mouseleave', () => light(location.hash ? [location.hash.slice(1)] : []));
}
for (const mark of marks) {
  mark.addEventListener('mouseenter', () => light(mark.dataset.events.split(' ')));
  mark.addEventListener('mouseleave', () => light(location.hash ? [location.hash.slice(1)] : []));
}
addEventListener('hashchange', chosen);
chosen();
