// Compare & branch: a run pinned beside the present one, from its start or from a step on.

import { apart, number } from "./digits.mjs"
import { html, say } from "./field.mjs"
import { loadStyles } from "./loading.mjs"
import { swatch } from "./swatch.mjs"

export default class Compare {
  constructor(element, player) {
    loadStyles("insights.css")
    loadStyles("compare.css")
    element.classList.add("gd-insight", "gd-compare")
    element.setAttribute("aria-label", "Compare and branch")
    this.element = element
    this.player = player
    this.title = html("h3", "", "Compare & branch")
    this.words = html("p", "gd-compare-words")
    this.table = html("table", "gd-compare-table")
    this.buttons = html("div", "gd-compare-buttons")
    this.ways = html("div", "gd-compare-buttons")
    this.told = html("div", "gd-compare-told")
    this.now = html("p", "gd-compare-now")
    const [left, right] = [html("div", "gd-compare-part"), html("div", "gd-compare-part")]
    left.append(this.title, this.words, this.table, this.now)
    right.append(this.buttons, this.ways, this.told)
    element.append(left, right)
    element.addEventListener("click", ({ target }) => this.pressed(target.closest("button[data-compare]")))
  }

  show(spec, scene, tracks) {
    Object.assign(this, { spec, tracks, index: null })
    const { compare: focused } = document.activeElement?.dataset ?? {}
    say(this.words, this.sentence())
    this.table.replaceChildren(...this.rows())
    this.table.hidden = !spec.pinned
    this.buttons.replaceChildren(...(spec.pinned ? this.changes() : []))
    this.buttons.hidden = !spec.pinned
    this.ways.replaceChildren(...(spec.pinned ? this.wayOut() : this.beginnings()), this.seeds())
    // Who goes by the keyboard stays at the button that he pressed.
    if (focused) this.element.querySelector(`[data-compare="${focused}"]`)?.focus({ preventScroll: true })
    this.told.replaceChildren(...spec.bands.map((text) => html("p", "gd-quiet", text)))
  }

  sentence() {
    const { pinned, branch, rows, ended } = this.spec
    if (!pinned) return "Pin this run, then change one thing: the two play together, from the same start and with the samples in the same order. Or stop at any step and branch off there."
    if (ended) return `Both end at step ${branch}, where they part: choose more epochs, or branch off earlier.`
    const from = branch ? `Up to step ${branch} both are one run, to the last bit` : "Both begin at the same start"
    return rows.length ? `${from}. What differs ${branch ? "from there on" : "between them"}:` : `${from}. Now change one thing: here, or with any control.`
  }

  rows() {
    const { pinned, rows } = this.spec
    if (!pinned) return []
    const [own, other] = this.tracks
    const line = (track, name, said) => {
      const row = html("tr")
      const head = html("th")
      head.scope = "row"
      head.append(swatch(track), name)
      row.append(head, ...said.map((text) => html("td", "", text)))
      return row
    }
    return [line(own, "now", rows.map(([now]) => now)), line(other, "pinned", rows.map(([, then]) => then))]
  }

  beginnings() {
    return [this.button("pin", "Pin this run"), this.branchHere()]
  }

  changes() {
    const { rates, optimizers, batches, luck } = this.spec
    return [
      ...rates.map(([label, rate]) => this.button(`rate ${label}`, label, { learning_rate: rate })),
      ...optimizers.map(([name, label]) => this.button(`optimizer ${name}`, label, { optimizer: name })),
      ...batches.map(([mode, label]) => this.button(`batch ${mode}`, label, { batch: mode })),
      ...(luck ? [this.luck(luck)] : []),
    ]
  }

  wayOut() {
    return [
      this.branchHere(),
      this.button("back", "Back to the pinned run", { ...this.spec.back, branch: null }),
      this.button("unpin", "Unpin", { branch: null }),
    ]
  }

  seeds() {
    const { band } = this.spec
    const button = this.button("seeds", "Twenty seeds", { band: band ? "0" : "1" }, band)
    button.title = "The same with the starts and orders that twenty seeds draw, as a band in the loss picture"
    return button
  }

  // The same luck is the same order of the samples; other luck another, from the same start.
  luck({ matters, same, next }) {
    const group = html("span", "gd-compare-luck")
    group.setAttribute("role", "group")
    group.setAttribute("aria-label", "Luck: the order of the samples")
    const both = [this.button("same luck", "Same luck", { luck: "0" }, same), this.button("other luck", "Other luck", { luck: next }, !same)]
    for (const button of both) {
      button.disabled = !matters
      button.title = matters ? "The order in which the samples are seen" : "A full batch sees all samples: luck changes nothing"
    }
    group.append(...both)
    return group
  }

  branchHere() {
    this.here = this.button("branch", "Branch here")
    this.here.title = "What you change next holds from this step on (Y)"
    return this.here
  }

  // A button that chooses `fields`; one that is on or off says so.
  button(name, label, fields = null, pressed = null) {
    const button = html("button", "", label)
    button.type = "button"
    button.dataset.compare = name
    if (pressed !== null) button.setAttribute("aria-pressed", String(pressed))
    button.fields = fields
    return button
  }

  pressed(button) {
    if (!button || button.disabled) return
    if (button.fields) this.player.send("choose", button.fields)
    else this.player.act(button.dataset.compare)
  }

  update(time) {
    const [own, other] = this.tracks
    const { index } = own.at(time)
    if (index === this.index && !other) return
    this.index = index
    say(this.here, `Branch here, at step ${own.step[index]}`)
    say(this.now, other ? this.apart(time) : "")
    this.now.hidden = !other
  }

  // How far the two are from each other at the step shown.
  apart(time) {
    const [a, b] = this.tracks.map((track) => track.at(time).index)
    const [own, other] = this.tracks
    const distance = Math.hypot(...own.params.map((column, p) => column[a] - other.params[p][b]))
    const [now, pinned] = apart(own.loss[a], other.loss[b])
    const losses = `loss ${now} now, ${pinned} pinned`
    const where = distance === 0 ? "at the same point" : `${number(distance)} apart`
    return `At step ${own.step[a]}: ${losses}; ${where}.`
  }
}
