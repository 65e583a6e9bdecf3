// The workbench: the network as it is planned, the bet on its training, and the training played.

import { BenchCurve } from "./bench_curve.mjs"
import { Bet } from "./bet.mjs"
import { Drawing } from "./drawing.mjs"
import { loadStyles } from "./loading.mjs"

await Promise.all(["player.css", "bet.css", "workbench.css"].map(loadStyles))

const SECONDS = 2.5

const benches = new WeakMap()

// Called for every message and every change of theme.
export function show(component) {
  const { parentElement } = component
  if (!benches.has(parentElement)) benches.set(parentElement, new Workbench(parentElement.querySelector(".gb")))
  benches.get(parentElement).receive(component)
}

export function dispose(parentElement) {
  benches.get(parentElement)?.stop()
  benches.delete(parentElement)
}

class Workbench {
  constructor(root) {
    this.drawing = node("div", "gb-drawing")
    this.card = node("div", "gd-bet")
    this.button = node("button", "gb-train")
    this.button.type = "button"
    this.button.onclick = () => this.press()
    this.figure = node("div", "gb-figure")
    this.verdict = node("div", "gd-verdict")
    this.word = node("p", "gb-word")
    this.word.setAttribute("role", "status")
    const side = node("div", "gb-side")
    side.append(this.card, this.button, this.figure, this.verdict, this.word)
    root.append(this.drawing, side)
    this.bet = new Bet(this.card, this.verdict, () => this.train())
  }

  receive({ data, setTriggerValue }) {
    this.send = setTriggerValue
    if (data === this.data) return
    const [before, known] = [this.data, Boolean(this.data)]
    this.data = data
    const fresh = data.id !== before?.id
    if (fresh) this.lay(data)
    // Who was sent a training that is done has nothing to bet on.
    if (!known && data.trial) this.sent = data.id
    this.bet.ask(this.sent === data.id && !this.bet.knows(data.bet) ? null : data.bet)
    this.offer()
    if (data.refusal) this.say(data.refusal)
    if (!data.trial || this.curve) return
    this.draw()
    // Whoever comes back to the page sees how it ended.
    if (known) this.begin()
    else this.end()
  }

  offer() {
    const { ready, refusal, trial, epochs } = this.data
    this.button.hidden = this.bet.open
    this.button.disabled = !ready || refusal !== ""
    this.button.textContent = trial ? "Play again" : `Train ${epochs} epochs`
    // What is locked says why.
    if (!ready && !refusal) this.say("You cannot train it yet: the points do not get through the layers.")
  }

  // Another network: drawn with its initial values, not trained yet.
  lay({ sizes, activations, gaps }) {
    this.stop()
    this.curve = null
    this.figure.replaceChildren()
    const inputs = ["x1", "x2"]
    const outputs = sizes.at(-1) === 1 ? [activations.at(-1) === "Sigmoid" ? "p" : "y"] : []
    this.picture = new Drawing(this.drawing, { sizes, inputs, outputs, activations, gaps })
    this.picture.update(this.unfold(this.data.params))
    this.say("")
  }

  // One flat list of parameters as the weights and biases of the columns that are drawn.
  unfold(params) {
    const { layers, sizes, gaps } = this.data
    const [weights, biases] = [[], []]
    let [at, layer] = [0, 0]
    sizes.slice(1).forEach((_, column) => {
      if (gaps.includes(column)) return weights.push(null), biases.push(null)
      const [takes, gives] = layers[layer++]
      weights.push(Array.from({ length: gives }, (_, row) => params.slice(at + row * takes, at + (row + 1) * takes)))
      at += takes * gives
      biases.push(params.slice(at, at + gives))
      at += gives
    })
    return { weights, biases }
  }

  press() {
    if (this.data.trial) this.begin()
    else this.train()
  }

  train() {
    this.button.hidden = false
    this.button.disabled = true
    this.button.textContent = "Training …"
    this.send("train", true)
  }

  draw() {
    this.curve = new BenchCurve(this.figure, this.data.trial.loss)
  }

  begin() {
    this.stop()
    this.say("")
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.end()
    this.started = null
    this.request = requestAnimationFrame((now) => this.tick(now))
  }

  tick(now) {
    this.started ??= now
    const part = (now - this.started) / (1000 * SECONDS)
    if (part >= 1) return this.end()
    this.place(part)
    this.request = requestAnimationFrame((later) => this.tick(later))
  }

  place(part) {
    const epoch = part * this.curve.last
    this.picture.update(this.unfold(this.paramsAt(epoch)))
    this.curve.show(epoch)
  }

  // Not every epoch is sent: between two that were, the parameters go straight.
  paramsAt(epoch) {
    const { frames, steps } = this.data.trial
    const next = steps.findIndex((step) => step >= epoch)
    if (steps[next] === epoch) return frames[next]
    const share = (epoch - steps[next - 1]) / (steps[next] - steps[next - 1])
    return frames[next].map((to, i) => frames[next - 1][i] + share * (to - frames[next - 1][i]))
  }

  end() {
    this.stop()
    this.place(1)
    const { course, told } = this.data.trial
    if (this.bet.waiting) this.bet.reveal(course, told)
    this.say(this.verdict.hidden ? told : "")
  }

  stop() {
    cancelAnimationFrame(this.request)
  }

  say(text) {
    this.word.textContent = text
  }
}

function node(tag, className, text = "") {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = text
  return element
}
