// How honest the picture is: what the plane holds, and the loss drawn beside the true one.

import { html, say } from "./field.mjs"
import { loadStyles } from "./loading.mjs"
import { number } from "./readout.mjs"

await loadStyles("network.css")

export default class Meter {
  constructor(element) {
    element.setAttribute("aria-label", "How much of the run the plane shows")
    this.gauges = {
      held: new Gauge("in the plane", "The share of the run's path that lies in the plane"),
      loss: new Gauge("true loss", "The loss at the step shown, with all 13 parameters"),
      drawn: new Gauge("height drawn", "The loss of the point of the plane below the dot"),
    }
    element.append(...Object.values(this.gauges).map((gauge) => gauge.element))
  }

  // `drawn` is the loss at each recorded point's nearest point of the plane.
  show({ held, drawn }, scene, [track]) {
    Object.assign(this, { drawn, track, index: null })
    this.most = largest(drawn, largest(track.loss, 1e-9))
    this.gauges.held.show(`${(100 * held).toFixed(1)} %`, held)
  }

  update(time) {
    const { index } = this.track.at(time)
    if (index === this.index) return
    this.index = index
    const [loss, drawn] = [this.track.loss[index], this.drawn[index]]
    this.gauges.loss.show(number(loss), loss / this.most)
    this.gauges.drawn.show(number(drawn), drawn / this.most)
  }
}

class Gauge {
  constructor(name, title) {
    this.element = html("div", "gd-gauge")
    this.element.title = title
    this.value = html("output")
    this.bar = html("i")
    const label = html("span", "", name)
    label.append(" ", this.value)
    this.element.append(label, this.bar)
  }

  show(text, share) {
    say(this.value, text)
    this.bar.style.setProperty("--share", Math.max(0, Math.min(1, share)).toFixed(3))
  }
}

function largest(values, least) {
  return values.reduce((most, value) => (value > most && Number.isFinite(value) ? value : most), least)
}
