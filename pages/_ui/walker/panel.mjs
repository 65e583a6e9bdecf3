// The walker's own elements: the ground, the picture, what can be pressed and set, the rule in numbers.

import { number as written } from "./digits.mjs"
import { chosen, number } from "./words.mjs"

const RATES = { low: -3, high: 0.301, step: 0.02 }
const SIGHTS = { low: 4, high: 40, step: 1 }

// How far the walker sees at first, as a share of the picture's width.
export const SIGHT = 0.11

const TERMS = [
  ["after", "<i>w</i>", "new weight"],
  ["", "←", "becomes"],
  ["w", "<i>w</i>", "weight"],
  ["", "−", "minus"],
  ["rate", "<i>η</i>", "learning rate"],
  ["", "×", "times"],
  ["grad", '<span class="gw-fraction"><span><i>dL</i></span><span><i>dw</i></span></span>', "slope"],
]

const RULE = TERMS.map(
  ([key, symbol, name]) =>
    `<div class="gw-term${key ? ` gw-term-${key}` : " gw-sign"}"><span class="gw-symbol">${symbol}</span>` +
    `<span class="gw-value"${key ? ` data-term="${key}"` : ""}>${key ? "" : symbol}</span>` +
    `<span class="gw-means">${name}</span></div>`,
).join("")

const HTML = `
<div class="gw-grounds" role="radiogroup" aria-label="Ground"></div>
<div class="gw-picture" role="slider" tabindex="0" data-own-keys="ArrowLeft,ArrowRight,Enter, " aria-describedby="gw-say" aria-label="The walker: arrow keys move it, Enter steps, space plays"></div>
<div class="gw-right">
<div class="gw-side">
  <div class="gw-rule" role="group" aria-label="The update rule in this moment's numbers">${RULE}</div>
  <label class="gw-set"><span id="gw-rate-name">Learning rate <i>η</i>, how far a slope moves you</span> <span class="gw-rate-now gw-now"></span>
    <input class="gw-rate" aria-labelledby="gw-rate-name" type="range" min="${RATES.low}" max="${RATES.high}" step="${RATES.step}" /></label>
  <label class="gw-set"><span id="gw-sight-name">How far you see in the fog</span> <span class="gw-sight-now gw-now"></span>
    <input class="gw-sight" aria-labelledby="gw-sight-name" type="range" min="${SIGHTS.low}" max="${SIGHTS.high}" step="${SIGHTS.step}" value="${100 * SIGHT}" /></label>
  <label class="gw-lift"><input type="checkbox" class="gw-lifting" /> Lift the fog</label>
</div>
<div class="gw-bet"></div>
</div>
<div class="gw-transport" role="toolbar" aria-label="Walk">
  <button type="button" data-do="step" class="gw-main">Step</button>
  <button type="button" data-do="play" class="gw-main">Play</button>
  <button type="button" data-do="back">Back</button>
  <button type="button" data-do="reset">Reset</button>
  <span class="gw-locked" hidden>Locked until you bet. <button type="button" data-do="skip">Skip the bet</button></span>
  <label class="gw-start">start <i>w</i> <input type="text" inputmode="decimal" autocomplete="off" aria-label="Start w, typed" aria-describedby="gw-start-told" /></label>
  <span class="gw-count">step <b data-fact="steps"></b></span>
  <span class="gw-count"><i>w</i> = <b data-fact="w"></b></span>
  <span class="gw-count"><i>L</i> = <b data-fact="loss"></b></span>
  <p class="gw-told" id="gw-start-told" role="alert" hidden></p>
</div>
<p class="gw-say" id="gw-say" aria-live="polite"></p>`

export function build(root, act) {
  root.setAttribute("role", "group")
  root.setAttribute("aria-label", "The walker on the foggy mountain")
  root.innerHTML = HTML
  const find = (selector) => root.querySelector(selector)
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-do]")
    if (!button) return
    tell("") // what was typed wrong is let be
    act[button.dataset.do]()
  })
  const [rate, sight, lifting] = [find(".gw-rate"), find(".gw-sight"), find(".gw-lifting")]
  rate.addEventListener("input", () => act.rate(roundRate(10 ** rate.value)))
  sight.addEventListener("input", () => act.sight(sight.value / 100))
  lifting.addEventListener("change", () => act.lift(lifting.checked))
  const start = find(".gw-start input")
  start.addEventListener("change", () => tell(act.start(start.value)))
  const tell = (told) => {
    write(find(".gw-told"), told)
    find(".gw-told").hidden = !told
    start.setAttribute("aria-invalid", told !== "")
  }
  find(".gw-grounds").addEventListener("change", ({ target }) => act.ground(target.value))
  return {
    picture: find(".gw-picture"),
    bet: find(".gw-bet"),

    grounds(curves) {
      find(".gw-grounds").replaceChildren(...curves.map(({ key, title }) => choice(key, title)))
    },

    // What is chosen: the ground, the learning rate, the fog.
    choices({ ground, rate: now, sight: seen, reach, lifted }) {
      for (const radio of root.querySelectorAll(".gw-grounds input")) radio.checked = radio.value === ground
      // The slider's own place is kept while it says this rate: its steps are finer than two digits.
      if (roundRate(10 ** rate.value) !== now) rate.value = Math.log10(now)
      rate.setAttribute("aria-valuetext", chosen(now))
      write(find(".gw-rate-now"), chosen(now))
      const share = lifted ? "all: the fog is lifted" : `w ± ${written(reach, 2)}`
      sight.value = 100 * seen
      sight.setAttribute("aria-valuetext", share)
      write(find(".gw-sight-now"), share)
      sight.disabled = lifted
      lifting.checked = lifted
    },

    // Where the walk begins; what is being typed stays.
    start(w) {
      if (start.getAttribute("aria-invalid") === "true" && this.begun === w) return
      this.begun = w
      tell("")
      if (document.activeElement !== start || Number(start.value) !== w) start.value = String(Number(w.toPrecision(7)))
    },

    // The walk in numbers, and in a sentence, which is read aloud only at rest. Keys that move the mark
    // of a `bet` instead of the walker have the slider say that.
    numbers(walk, words, busy, bet = null) {
      const { here } = walk
      const terms = { after: number(walk.next), w: number(walk.w), rate: chosen(walk.rate), grad: number(here.slope) }
      if (!Number.isFinite(walk.next)) terms.after = "–"
      for (const [key, value] of Object.entries(terms)) write(find(`[data-term=${key}]`), bracketed(key, value))
      const facts = { steps: String(walk.steps), w: number(walk.w), loss: number(here.loss) }
      for (const [key, value] of Object.entries(facts)) write(find(`[data-fact=${key}]`), value)
      const say = find(".gw-say")
      say.setAttribute("aria-live", busy ? "off" : "polite")
      write(say, words)
      const picture = find(".gw-picture")
      const { low, high } = walk.curve
      const told = `w = ${facts.w}, loss ${facts.loss}, slope ${number(here.slope)}`
      const valuetext = bet === null ? told : `your bet: w = ${number(bet)}; Enter places it`
      const values = { valuemin: low, valuemax: high, valuenow: Math.max(low, Math.min(high, bet ?? walk.w)), valuetext }
      for (const [key, value] of Object.entries(values)) picture.setAttribute(`aria-${key}`, value)
    },

    // What can be pressed now.
    buttons({ walk, playing, waiting }) {
      const button = (name) => find(`[data-do=${name}]`)
      write(button("play"), playing ? "Pause" : "Play")
      button("play").disabled = waiting || (!playing && !walk.canStep)
      button("step").disabled = waiting || !walk.canStep
      button("back").disabled = walk.steps === 0
      button("reset").disabled = walk.steps === 0
      find(".gw-locked").hidden = !waiting
    },
  }
}

// Two significant digits: a rate that can be said aloud.
function roundRate(rate) {
  return Number(rate.toPrecision(2))
}

// A negative slope after "times" wants brackets.
function bracketed(key, value) {
  return key === "grad" && value.startsWith("−") ? `(${value})` : value
}

function choice(key, title) {
  const label = document.createElement("label")
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "gw-ground", value: key })
  label.append(radio, Object.assign(document.createElement("span"), { textContent: title }))
  return label
}

export function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}
