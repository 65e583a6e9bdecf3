// Elements, and texts in them that change often: only what differs is touched.

export function node(tag, className = "", ...children) {
  const element = document.createElement(tag)
  if (className) element.className = className
  element.append(...children)
  return element
}

// A formula: markup of our own, with <i> and <sub>.
export function formula(html) {
  const element = node("p", "au-formula")
  element.innerHTML = html
  return element
}

export class Cells {
  constructor() {
    this.cells = new Map()
  }

  // A new element that shows the text of `key`.
  make(key, tag = "td", className = "") {
    const element = node(tag, className)
    element.dataset.audit = key
    this.cells.set(key, element)
    return element
  }

  set(key, text) {
    const cell = this.cells.get(key)
    if (cell.shown !== text) cell.textContent = cell.shown = text
  }

  // A tick or a cross, and a text.
  judge(key, right, text) {
    this.set(key, `${right ? "✓" : "✗"} ${text}`)
    this.cells.get(key).dataset.right = right
  }

  // A table with a row of headings and rows of [heading, key, key, ...].
  table(caption, columns, rows) {
    const table = node("table", "au-table", node("caption", "", caption))
    const head = table.createTHead().insertRow()
    for (const column of columns) head.append(column === "" ? node("td") : heading(column, "col"))
    const body = table.createTBody()
    for (const [label, ...keys] of rows) this.row(body, label, keys)
    return table
  }

  row(section, label, keys) {
    const row = section.insertRow()
    row.append(heading(label, "row"), ...keys.map((key) => this.make(key)))
    return row
  }
}

// `content` is markup of our own, or an element.
export function heading(content, scope) {
  const cell = node("th")
  cell.scope = scope
  if (content instanceof Node) cell.append(content)
  else cell.innerHTML = content
  return cell
}
