// What the optimizer has in mind at the step shown: what it carries along, how far each parameter
// goes for the same gradient, and its rule in numbers.

import { drawStep, enlargement, pixels } from "./batch_arrows.mjs"
import { html, say } from "./field.mjs"
import { digits } from "./inner_digits.mjs"
import { drawReach } from "./inner_reach.mjs"
import { lines } from "./inner_rules.mjs"
import { told } from "./inner_words.mjs"
import { loadStyles } from "./loading.mjs"
import { swatch } from "./swatch.mjs"
import { between } from "./track.mjs"

await Promise.all(["insights.css", "inner.css"].map(loadStyles))

const WHITE = "#ffffff"
const OWN = { color: WHITE, dash: [5, 4] }

export default class InnerState {
  constructor(element, player) {
    this.player = player
    element.classList.add("gd-insight", "gd-inner")
    element.setAttribute("role", "group")
    this.title = html("h3", "", "Inside the optimizer")
    this.choice = html("p", "gd-inner-choice")
    this.words = html("p", "gd-inner-words")
    this.rule = html("p", "gd-inner-rule")
    this.offer = offers((optimizer) => player.send("choose", { optimizer }))
    this.legend = legend()
    this.bars = html("div", "gd-inner-bars")
    this.side = html("div", "gd-inner-side")
    this.side.append(html("p", "gd-quiet", "Each parameter's own learning rate"), this.bars)
    element.append(this.title, this.choice, this.words, this.legend, this.rule, this.offer, this.side)
    this.run = 0
  }

  // `spec` is what insights/optimizer.py sends.
  show(spec, scene, tracks) {
    if (this.run >= tracks.length) this.run = 0
    Object.assign(this, { spec, tracks, axes: scene.plane.axes, index: null })
    this.choice.hidden = tracks.length < 2
    this.choice.replaceChildren(...tracks.map((track, i) => this.button(track, i)))
    this.pick(this.run)
  }

  button(track, i) {
    const button = html("button", "", track.name)
    button.prepend(swatch(track))
    Object.assign(button, { type: "button" })
    button.addEventListener("click", () => {
      this.pick(i)
      this.update(this.time)
      this.player.paint()
    })
    return button
  }

  // The run whose rule and bars are shown, and whose step is taken apart.
  pick(i) {
    Object.assign(this, { run: i, index: null, track: this.tracks[i], own: this.spec.runs[i] })
    ;[...this.choice.children].forEach((button, k) => button.setAttribute("aria-pressed", String(k === i)))
    const { own, track } = this
    this.steps = own.carried ? i : null
    this.legend.hidden = !own.carried
    this.legend.style.setProperty("--gd-own", track.color)
    this.offer.hidden = own.rule !== "sgd" || this.tracks.length > 1
    this.side.hidden = !own.sizes
    this.bars.replaceChildren(...(own.sizes ? this.spec.names.map(bar) : []))
    this.side.classList.toggle("gd-many", this.spec.names.length > 4)
  }

  update(time) {
    this.time = time
    const { index } = this.track.at(time)
    if (index === this.index) return
    this.index = index
    const { own, track, spec } = this
    const left = track.told(index)
    say(this.words, told(own, spec.names, index, track))
    const none = track.end === 0 || left < own.first
    this.rule.replaceChildren(...(none ? [] : lines(own, track, left, spec.names[0]).map(line)))
    if (own.sizes) this.drawBars(track.end === 0 ? NaN : left)
  }

  drawBars(index) {
    const sizes = this.own.sizes.map((column) => column[index])
    const most = Math.max(...sizes.filter(Number.isFinite))
    ;[...this.bars.children].forEach((row, p) => {
      const [, value, strip] = row.children
      say(value, Number.isFinite(sizes[p]) ? digits(sizes[p]) : "–")
      strip.style.setProperty("--share", sizes[p] > 0 ? (sizes[p] / most).toFixed(3) : "0")
    })
  }

  over(context, axes, { time }) {
    this.tracks.forEach((track, i) => this.drawRun(context, axes, track, i, time))
  }

  drawRun(context, axes, track, i, time) {
    const { carried, own, sizes, first } = this.spec.runs[i]
    const now = track.at(time)
    const index = track.told(now.index)
    if (track.end === 0 || index < first) return
    // At the end it is the last step, from where it was made.
    const place = index < now.index ? { index, part: 0 } : now
    const from = { x: between(track.x, place), y: between(track.y, place) }
    if (sizes) drawReach(context, axes, from, this.axes, sizes.map((column) => column[index]), track.color)
    if (!carried) return
    const steps = [stepAt(carried, index), stepAt(own, index)]
    const whole = { x: steps[0].x + steps[1].x, y: steps[0].y + steps[1].y }
    const times = enlargement(axes, [...steps, whole])
    const arrows = [[steps[0], { color: track.color }]]
    // From the tip of what is carried on, the gradient's own part leads to where the step arrives.
    if (i === this.run) arrows.push([whole, { color: WHITE }])
    // The shorter one lies on the longer: neither hides the other.
    arrows.sort(([a], [b]) => pixels(axes, b) - pixels(axes, a))
    for (const [step, look] of arrows) drawStep(context, axes, from, step, times, look)
    const tip = { x: from.x + times * steps[0].x, y: from.y + times * steps[0].y }
    if (i === this.run) drawStep(context, axes, tip, steps[1], times, OWN)
  }

  rest() {
    this.element.setAttribute("aria-label", `Inside the optimizer. ${this.words.textContent} ${this.rule.textContent}`)
  }
}

const stepAt = ({ x, y }, index) => ({ x: x[index], y: y[index] })

function bar(name) {
  const row = html("div", "gd-inner-bar")
  row.append(html("span", "", name), html("output"), html("i"))
  return row
}

function line(text) {
  return html("span", "", text)
}

function legend() {
  const row = html("p", "gd-inner-legend gd-quiet")
  for (const [kind, text] of [["carried", "carried along"], ["own", "the gradient's own"], ["step", "the step"]]) {
    const item = html("span", `gd-inner-${kind}`, text)
    item.prepend(html("i"))
    row.append(item)
  }
  return row
}

function offers(choose) {
  const row = html("p", "gd-hill-offer")
  row.append("Give it a memory: ")
  for (const [optimizer, text] of [["momentum", "Momentum"], ["rmsprop", "RMSProp"], ["adam", "Adam"]]) {
    const button = html("button", "", text)
    Object.assign(button, { type: "button" })
    button.addEventListener("click", () => choose(optimizer))
    row.append(button, " ")
  }
  return row
}
