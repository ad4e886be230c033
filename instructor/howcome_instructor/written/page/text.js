// The few marks of Markdown that lessons and guides use, as elements; never as HTML text.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const INLINE = /(\*\*|__)(.+?)\1|(?<![\w*])([*_])([^*_]+)\3(?!\w)|`([^`]+)`|!?\[([^\]]*)\]\([^)]*\)/;

export function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [text] : [];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  let middle;
  if (found[2] !== undefined) middle = make("strong", {}, ...inline(found[2]));
  else if (found[4] !== undefined) middle = make("em", {}, ...inline(found[4]));
  else if (found[5] !== undefined) middle = make("code", {}, found[5]);
  else middle = make("span", {}, ...inline(found[6] ?? ""));
  return [...(before ? [before] : []), middle, ...inline(after)];
}

export function markdown(text) {
  const out = document.createDocumentFragment();
  const lines = text.split("\n");
  while (lines.length) {
    const line = lines.shift();
    const heading = /^#{1,6} +(.*?) *#*$/.exec(line);
    if (!line.trim()) continue;
    if (/^(```|~~~)/.test(line)) {
      const code = [];
      while (lines.length && !/^(```|~~~)/.test(lines[0])) code.push(lines.shift());
      lines.shift();
      out.append(make("pre", { tabindex: "0" }, code.join("\n")));
    } else if (heading) {
      out.append(make("p", { class: "heading" }, ...inline(heading[1])));
    } else if (/^\|/.test(line)) {
      const rows = [line, ...take(lines, /^\|/)];
      out.append(make("pre", { tabindex: "0" }, rows.join("\n")));
    } else if (/^>/.test(line)) {
      const quoted = [line, ...take(lines, /^>/)].map((one) => one.replace(/^> ?/, ""));
      out.append(make("blockquote", {}, markdown(quoted.join("\n"))));
    } else if (ITEM.test(line)) {
      const items = [line, ...take(lines, ITEM)];
      const list = make(/^ *\d/.test(line) ? "ol" : "ul");
      for (const item of items) list.append(make("li", {}, ...inline(item.replace(ITEM, ""))));
      out.append(list);
    } else {
      out.append(make("p", {}, ...inline([line, ...take(lines, PROSE)].join(" "))));
    }
  }
  return out;
}

const ITEM = /^ *([-*+]|\d+[.)]) +/;
const PROSE = /^(?! *$)(?!#{1,6} )(?![|>]|```|~~~)(?! *([-*+]|\d+[.)]) )/;

function take(lines, kind) {
  const taken = [];
  while (lines.length && kind.test(lines[0])) taken.push(lines.shift());
  return taken;
}
