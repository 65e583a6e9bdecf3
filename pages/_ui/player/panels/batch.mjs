// The hill that a batch sees: its own surface laid over the full one, and its step beside the full one's.

import { drawStep, enlargement, pixels } from "./batch_arrows.mjs"
import { BatchTable } from "./batch_table.mjs"
import { batchName, heldWords, timesWords, wanted } from "./batch_words.mjs"
import { html, say } from "./field.mjs"
import { Hills, keyOf } from "./hills.mjs"
import { loadStyles } from "./loading.mjs"
import { SampleHills } from "./sample_hills.mjs"
import { between } from "./track.mjs"

await Promise.all(["insights.css", "batch.css"].map(loadStyles))

// The batch has its colour; what all samples say is white, as the surface's own lines are.
const PINK = [255, 92, 190]
export const OWN = { color: `rgb(${PINK})` }
export const FULL = { color: "#ffffff", dash: [5, 4] }
const RIM = "rgba(6, 16, 43, 0.3)"

export default class Batch {
  constructor(element, player) {
    this.player = player
    element.classList.add("gd-insight")
    this.words = html("p", "gd-hill-words")
    this.table = new BatchTable()
    this.note = html("p", "gd-quiet gd-hill-note")
    this.offer = offers((batch) => player.send("choose", { batch }))
    this.samples = new SampleHills((sample) => this.lay(sample))
    const [both, told] = [html("div", "gd-hill-both"), html("div", "gd-hill-told")]
    told.append(html("h3", "", "The hill this batch sees"), this.words, this.offer, this.table.element, this.note)
    both.append(told, this.samples.element)
    element.append(both)
    element.setAttribute("role", "group")
    this.pinned = null
  }

  // `spec` is what insights/batch.py sends: the samples' own surfaces, and the steps at every recorded point.
  show(spec, scene, tracks) {
    const track = tracks[spec.run]
    const shuffled = spec.batches !== null
    Object.assign(this, { spec, track, shuffled, index: null })
    // This panel draws that run's next step itself.
    this.steps = shuffled ? spec.run : null
    // The same hills come again while a long training goes on.
    if (!same(this.hills, spec)) {
      this.hills = new Hills(spec, PINK)
      this.pinned = null
      const surface = scene.surface.data.find(({ meta }) => meta.role === "surface")
      this.samples.show(this.hills, spec.names, surface)
    }
    // Those beside it stand still: their place is a picture that does.
    this.samples.element.hidden = Boolean(this.player.slices())
    if (this.samples.element.hidden) this.pinned = null
    this.offer.hidden = shuffled
    this.table.element.hidden = !shuffled
    this.table.name(spec.names.length)
  }

  update(time) {
    this.time = time
    const place = this.track.at(time)
    this.samples.place(between(this.track.x, place), between(this.track.y, place))
    if (place.index === this.index) return
    this.index = place.index
    this.batch = this.batchAt(place.index)
    this.ghost = this.pinned !== null ? this.hills.of([this.pinned]) : this.batch && this.hillOf(this.batch, time)
    this.samples.frame(this.batch ?? [], this.pinned)
    this.element.dataset.batch = this.batch ? keyOf(this.batch) : ""
    this.tell(place.index)
  }

  // The samples of the update that leaves a recorded point; null at the end, and where all are in it.
  batchAt(index) {
    if (!this.shuffled || index >= this.track.end) return null
    return this.spec.batches.map((column) => column[index]).filter((sample) => sample >= 0)
  }

  // On a slice that follows the point, the ground and every hill change with the step.
  hillOf(batch, time) {
    const slices = this.player.slices()
    if (!slices) return this.hills.of(batch)
    const [x, y] = [this.spec.x, this.spec.y].map(coarser)
    const rows = slices.losses(time, x, y, batch)
    const samples = [Float32Array.from(rows.flatMap((row) => Array.from(row)))]
    return new Hills({ samples, x, y }, PINK).of([0])
  }

  tell(index) {
    const { spec, track } = this
    if (!this.shuffled) {
      say(this.words, `Every update of this run sees all ${spec.names.length} samples: the batch's hill is the whole surface.`)
      return
    }
    const last = index >= track.end
    const [batchLength, fullLength] = [last ? 0 : spec.batch.length[index], spec.full.length[index]]
    say(this.words, wanted({ angle: spec.angle[index], batchLength, fullLength, last }))
    const own = this.batch && { name: batchName(this.batch), loss: spec.loss[index], step: batchLength }
    this.table.update(own, { loss: track.loss[index], step: fullLength })
    this.held = heldWords(last ? NaN : held(spec.batch, index), held(spec.full, index))
  }

  // The hill of one sample instead of the batch's, until it is pressed again.
  lay(sample) {
    this.pinned = this.pinned === sample ? null : sample
    this.index = null
    this.update(this.time)
    this.rest()
    this.player.paint()
  }

  under(context, axes) {
    const { ghost } = this
    if (!ghost) return
    const [left, right] = edges(ghost.x, axes.x)
    const [bottom, top] = edges(ghost.y, axes.y)
    context.drawImage(ghost.tint, left, top, right - left, bottom - top)
    const lines = ghost.lines(axes)
    for (const [width, color] of [[3, RIM], [1.4, OWN.color]]) {
      context.lineWidth = width * axes.weight
      context.strokeStyle = color
      context.stroke(lines)
    }
    this.element.dataset.pieces = ghost.pieces
  }

  over(context, axes, { time }) {
    const { spec, track, shuffled } = this
    const laid = this.pinned === null ? "" : `Laid over the picture: the hill of sample ${this.pinned + 1}.`
    if (!shuffled) return say(this.note, laid)
    const place = track.at(time)
    const { index } = place
    const steps = index < track.end ? [stepAt(spec.full, index), stepAt(spec.batch, index)] : [stepAt(spec.full, index)]
    const times = enlargement(axes, steps)
    // Where each update is recorded the dot goes along its arrow, which stays.
    const at = track.single(index) ? { index, part: 0 } : place
    const from = { x: between(track.x, at), y: between(track.y, at) }
    // The shorter one lies on the longer: neither hides the other.
    const arrows = steps.map((step, i) => ({ step, look: [FULL, OWN][i] })).sort((a, b) => pixels(axes, b.step) - pixels(axes, a.step))
    for (const { step, look } of arrows) drawStep(context, axes, from, step, times, look)
    say(this.note, [laid, this.held, timesWords(times)].filter(Boolean).join(" "))
  }

  rest() {
    const label = [this.words.textContent, this.shuffled ? this.table.words() : ""].filter(Boolean).join(" ")
    this.element.setAttribute("aria-label", `The hill this batch sees. ${label}`)
  }
}

// Half as many values between the same ends.
function coarser(values) {
  const count = values.length >> 1
  return Float32Array.from({ length: count }, (_, i) => values[0] + (i / (count - 1)) * (values.at(-1) - values[0]))
}

// The share of a step's squared length that lies in the plane.
function held({ x, y, length }, index) {
  return (x[index] ** 2 + y[index] ** 2) / length[index] ** 2
}

const stepAt = ({ x, y }, index) => ({ x: x[index], y: y[index] })

// A node is the middle of its pixel: the outermost reach half a cell further.
function edges(nodes, axis) {
  const [first, last] = [axis.pixel(nodes[0]), axis.pixel(nodes.at(-1))]
  const half = (last - first) / (nodes.length - 1) / 2
  return [first - half, last + half]
}

function same(hills, { samples, x, y }) {
  return hills?.samples.length === samples.length && [...samples, x, y].every((column, i) => equal(column, [...hills.samples, hills.x, hills.y][i]))
}

function equal(one, other) {
  return one.length === other.length && one.every((value, i) => Object.is(value, other[i]))
}

function offers(choose) {
  const row = html("p", "gd-hill-offer")
  row.append("Let an update see fewer of them: ")
  for (const [batch, text] of [["stochastic", "one sample at a time"], ["mini", "mini-batches"]]) {
    const button = html("button", "", text)
    Object.assign(button, { type: "button" })
    button.dataset.choose = batch
    button.addEventListener("click", () => choose(batch))
    row.append(button, " ")
  }
  return row
}
