// Why a run died or blew up: a card at the end, from the moment the playhead gets there.

import { html, say } from "./field.mjs"
import { loadStyles } from "./loading.mjs"

export default class PostMortem {
  constructor(element, player) {
    loadStyles("insights.css")
    loadStyles("postmortem.css")
    Object.assign(this, { element, player })
    element.classList.add("gd-insight", "gd-postmortem")
    this.unseen(true)
    this.title = html("h3")
    this.lines = html("div", "gd-postmortem-lines")
    this.tables = html("div", "gd-postmortem-tables")
    this.ways = html("div", "gd-postmortem-ways")
    this.good = html("span")
    this.back = this.way("Go there", () => player.act("scrub", this.spec.good))
    this.again = this.way("", () => player.send("choose", this.spec.again))
    this.again.classList.add("gd-asks")
    this.ways.append(this.good, this.back, this.again)
    element.append(this.title, this.lines, this.tables, this.ways)
  }

  way(text, go) {
    const button = html("button", "", text)
    button.type = "button"
    button.addEventListener("click", go)
    return button
  }

  show(spec, scene) {
    if (scene.id !== this.id) this.unseen(true)
    Object.assign(this, { spec, id: scene.id })
    say(this.title, spec.title)
    this.lines.replaceChildren(...spec.lines.map((line) => html("p", "", line)))
    const tables = [["The last steps", spec.leaps], ["The sums that went below zero", spec.sums]]
    this.tables.replaceChildren(...tables.filter(([, rows]) => rows.length).map(([name, rows]) => table(name, rows)))
    this.ways.hidden = spec.good === null
    say(this.good, `The last good point: step ${spec.good}, loss ${spec.goodLoss}.`)
    this.again.hidden = spec.again === null
    say(this.again, `Start there with rate ${spec.rate}, which works`)
  }

  // Once seen it stays. Its room is kept from the start, so that nothing jumps.
  update(time) {
    if (this.element.inert && time >= this.spec.step) this.unseen(false)
  }

  unseen(on) {
    this.element.inert = on
    this.element.classList.toggle("gd-unseen", on)
  }
}

function table(name, [head, ...rows]) {
  const made = html("table", "gd-table")
  made.append(html("caption", "", name))
  const top = made.createTHead().insertRow()
  for (const text of head) top.append(html(text ? "th" : "td", "", text))
  const body = made.createTBody()
  for (const [first, ...rest] of rows) {
    const row = body.insertRow()
    row.append(html("th", "", first), ...rest.map((text) => html("td", "", text.replaceAll("-", "−"))))
  }
  const frame = html("div", "gd-postmortem-table")
  // Where it is wider than a phone, the keys have to reach what is beyond.
  Object.assign(frame, { tabIndex: 0, role: "region", ariaLabel: name })
  frame.append(made)
  return frame
}
