/** Scripts that run in the page. They are text: here is no DOM for the compiler to know. */

/**
 * Every text whose contrast to what is painted behind it is below WCAG 2.2, 1.4.3: 4.5, or 3 for large text.
 * `{ measured, low }`; text that something covers, or that is scrolled away in a box, is not measured.
 */
export const CONTRAST = `(() => {
  const rgba = (text) => {
    const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\\d.]+/g) ?? ['0', '0', '0', '0']).map(Number);
    return text.startsWith('rgb') ? [r, g, b, a] : [0, 0, 0, 0];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((value, at) => value * a + under[at] * (1 - a));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((one, other) => other - one);
    return (x + 0.05) / (y + 0.05);
  };
  const isShape = (element) => element instanceof SVGGeometryElement && element.localName !== 'line';
  const groundOf = (stack) => stack.reverse().reduce((under, element) => {
    const style = getComputedStyle(element);
    if (isShape(element)) return over(rgba(style.fill === 'none' ? '' : style.fill), under);
    return element instanceof SVGElement ? under : over(rgba(style.backgroundColor), under);
  }, [255, 255, 255]);
  const judge = (element, pseudo, stack, text) => {
    const style = getComputedStyle(element, pseudo);
    const ground = groundOf(stack);
    const ink = over(rgba(element instanceof SVGElement ? style.fill : style.color), ground);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(ink, ground);
    return found >= (isLarge ? 3 : 4.5) ? [] : [text.slice(0, 60) + ': ' + found.toFixed(2)];
  };
  const low = [];
  let measured = 0;
  const look = (element, pseudo, rect, text) => {
    if (rect === undefined || rect.width === 0 || rect.height === 0) return;
    const stack = document.elementsFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2);
    const at = stack.indexOf(element);
    if (at === -1) return;
    measured += 1;
    low.push(...judge(element, pseudo, stack.slice(at), text));
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    if (text === '' || text.length < 1) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    look(texts.currentNode.parentElement, null, range.getClientRects()[0], text);
  }
  for (const cell of document.querySelectorAll('#matrix td[class]:not(.verdict)')) {
    look(cell, '::before', cell.getBoundingClientRect(), cell.className);
  }
  return { measured, low };
})()`;

/** Elements that reach beyond the sides of the page, but for what scrolls in a box of its own. */
export const OVERFLOW = `(() => {
  const width = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right, width: own } = element.getBoundingClientRect();
    return own > 0 && (right > width + 1 || left < -1) && element.parentElement.closest('.scroll') === null;
  });
  const names = out.map((element) => element.localName + '.' + (element.getAttribute('class') ?? ''));
  if (document.documentElement.scrollWidth > width) names.push('the page itself');
  return names;
})()`;

/** Texts in pictures that lie over one another, or reach beyond their box or the picture. */
export const CROWDED = `(() => [...document.querySelectorAll('figure > svg')].flatMap((svg) => {
  const frame = svg.parentElement.getBoundingClientRect();
  const labels = [...svg.querySelectorAll('text')]
    .map((text) => ({ text, said: text.textContent, box: text.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0);
  const isNarrow = (text) => {
    const shape = text.previousElementSibling;
    return shape?.localName === 'rect' && shape.getBoundingClientRect().width < text.getBoundingClientRect().width;
  };
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return labels.flatMap(({ text, said, box }, at) => [
    ...(isNarrow(text) ? [said + ' is wider than its box'] : []),
    ...(box.left < frame.left || box.right > frame.right ? [said + ' reaches out'] : []),
    ...labels.slice(at + 1).filter((other) => meet(box, other.box)).map((other) => said + ' meets ' + other.said),
  ]);
}))()`;

/** Searches for a text, and gives the milliseconds until the answer is on the screen. */
export function searching(text: string): string {
  return `new Promise((resolve) => {
    const input = document.getElementById('search');
    const begin = performance.now();
    input.value = ${JSON.stringify(text)};
    input.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => {
      // A message that is posted before a frame is painted is received after it.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - begin);
      port2.postMessage(null);
    });
  })`;
}
