// A few words beside the pointer, within a picture.

const GAP = 14

export class Tip {
  // `plot` is the element in which the pointer moves.
  constructor(plot) {
    this.plot = plot
    this.element = document.createElement("div")
    this.element.className = "gd-tip"
    this.element.setAttribute("aria-hidden", "true")
    this.element.hidden = true
    plot.parentElement.append(this.element)
  }

  // Says `lines` beside the pixel (px, py) of the plot.
  say(lines, { px, py }) {
    const text = lines.join("\n")
    if (this.element.textContent !== text) this.element.replaceChildren(...lines.map(row))
    this.element.hidden = false
    const { plot, element } = this
    // On the side that has room, and never below the pointer.
    const left = px + GAP + element.offsetWidth < plot.clientWidth ? px + GAP : px - GAP - element.offsetWidth
    const top = Math.min(Math.max(0, py - element.offsetHeight / 2), plot.clientHeight - element.offsetHeight)
    element.style.transform = `translate(${plot.offsetLeft + Math.max(0, left)}px, ${plot.offsetTop + top}px)`
  }

  hide() {
    this.element.hidden = true
  }
}

function row(text, place) {
  const line = document.createElement(place === 0 ? "b" : "span")
  line.textContent = text
  return line
}
