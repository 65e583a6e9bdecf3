// The speed limit at Streamlit's own slider of the learning rate: a coloured band of zones below its
// track, and a mark where the last but one ends: at 2 / lambda for plain descent. Streamlit may draw the slider anew at any time: then it is put there again.

import { html, say } from "./field.mjs"
import { short } from "./limit_words.mjs"

const TRACK = '[class*="-learning_rate-"] [data-testid="stSlider"] [role="group"] > div'
// Below this share of the track stands the lowest rate.
const EDGES = [0.2, 0.86]

export class LimitMark {
  constructor() {
    this.element = html("div", "gd-limit-mark")
    this.element.setAttribute("role", "img")
    this.band = html("div", "gd-limit-band")
    this.tick = html("i", "gd-limit-tick")
    this.label = html("span", "gd-limit-label")
    this.element.append(this.band, this.tick, this.label)
    this.watch = new MutationObserver(() => this.element.isConnected || this.attach())
    this.watch.observe(document.body, { childList: true, subtree: true })
  }

  // `rates` are the slider's options, rising.
  show({ rates }) {
    Object.assign(this, { rates, zones: null, curvature: null })
    this.attach()
  }

  attach() {
    document.querySelector(TRACK)?.append(this.element)
  }

  // Marks the ground of the step shown; `zones` are [word, upper end of eta lambda].
  update(curvature, zones) {
    const same = String(zones) === String(this.zones)
    if (curvature === this.curvature && same) return
    if (!same) this.band.replaceChildren(...zones.map(([word]) => html("i", `gd-zone-${word.replace(" ", "-")}`)))
    Object.assign(this, { curvature, zones })
    const bends = curvature > 0 && zones.length > 0
    this.element.classList.toggle("gd-nowhere", !bends)
    if (!bends) return
    let from = 0
    this.zones.forEach(([, end], i) => {
      const to = end === null ? 1 : this.place(end / curvature)
      const { style } = this.band.children[i]
      style.left = `${100 * from}%`
      style.width = `${100 * (to - from)}%`
      from = to
    })
    const limit = zones.at(-2)[1] / curvature
    const at = this.place(limit)
    this.tick.style.left = `${100 * at}%`
    this.label.style.left = `${100 * Math.max(EDGES[0], Math.min(EDGES[1], at))}%`
    say(this.label, `limit ${short(limit)}`)
  }

  // For those who do not see it, and for a mouse that rests on the number.
  describe() {
    const { curvature, zones } = this
    const ends = zones.map(([word, end], i) =>
      end === null ? `above ${short(zones[i - 1][1] / curvature)} it ${word}` : `up to ${short(end / curvature)} ${word === "good" ? "is good" : word}`,
    )
    const text = curvature > 0 && zones.length ? `At the step shown the learning rate ${ends.join(", ")}.` : "No limit at the step shown."
    this.label.title = text
    this.element.setAttribute("aria-label", text)
  }

  // The share of the track at which a rate stands: the options are evenly spread, whatever they are.
  place(rate) {
    const { rates } = this
    const last = rates.length - 1
    if (rate <= rates[0]) return 0
    if (rate >= rates[last]) return 1
    let [before, next] = [0, last]
    while (next - before > 1) {
      const middle = (before + next) >> 1
      if (rates[middle] <= rate) before = middle
      else next = middle
    }
    const [low, high] = [Math.log(rates[before]), Math.log(rates[next])]
    return (before + (Math.log(rate) - low) / (high - low)) / last
  }

  dispose() {
    this.watch.disconnect()
    this.element.remove()
  }
}
