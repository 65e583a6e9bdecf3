// The player's own elements: two pictures, the transport, the numbers, the last word.

import { SLACK } from "./track.mjs"

const ICONS = {
  restart: "M6 5v14M19 5 9 12l10 7z",
  back: "M15 5 6 12l9 7zM19 5v14",
  play: "M7 4v16l13-8z",
  pause: "M8 5v14M16 5v14",
  forward: "M9 5l9 7-9 7zM5 5v14",
  end: "M18 5v14M5 5l10 7-10 7z",
}

// What a speed counts.
const COUNTED = { updates: "step", epochs: "epoch", samples: "sample" }
const UNITS = { ...COUNTED, samples: "samples" }

const pace = (speed, clock) => `${speed} ${COUNTED[clock]}${Number(speed) === 1 ? "" : "s"}/s`

const saving = (picture, name) => {
  const button = (format) =>
    `<button type="button" data-do="save" value="${picture} ${format.toLowerCase()}" title="Save ${name} as ${format}" aria-label="Save ${name} as ${format}">${format}</button>`
  return `<span class="gd-save">${button("PNG")}${button("SVG")}</span>`
}

// Beside the name of an axis, where nothing is drawn.
const zooming = (picture, name) => {
  const button = (way, sign, does) =>
    `<button type="button" data-do="zoom" value="${picture} ${way}" title="${does} ${name}" aria-label="${does} ${name}">${sign}</button>`
  return `<span class="gd-zoom">${button("out", "−", "Zoom out of")}${button("in", "+", "Zoom into")}</span>`
}

const HTML = `
<div class="gd-pictures">
  <figure class="gd-picture" aria-label="Loss surface with the path of the run">
    <figcaption>
      <span><span class="gd-over-what"></span><span class="gd-view"></span></span>
      ${saving("surface", "the surface")}
    </figcaption>
    <p class="gd-marks"><span>start</span> <span>now</span> <span>next step</span> <span>click to start there</span> <button type="button" class="gd-whole" data-do="whole" hidden>Show the whole picture</button></p>
    <div class="gd-plot gd-surface"></div>
    ${zooming("surface", "the surface")}
  </figure>
  <figure class="gd-picture" aria-label="Loss at every step">
    <figcaption><span class="gd-loss-what">Loss on all samples, step by step</span> ${saving("loss", "the loss")}</figcaption>
    <div class="gd-plot gd-loss"></div>
    ${zooming("loss", "the loss")}
    <div class="gd-bet" hidden></div>
  </figure>
</div>
<div class="gd-transport" role="toolbar" aria-label="Playback">
  <button type="button" data-do="restart" title="To the start (Home)" aria-label="To the start"></button>
  <button type="button" data-do="back" title="One step back (left arrow)" aria-label="One step back"></button>
  <button type="button" data-do="play" class="gd-play" title="Play or pause (space)" aria-label="Play"></button>
  <button type="button" data-do="forward" title="One step forward (right arrow)" aria-label="One step forward"></button>
  <button type="button" data-do="end" title="To the end (End)" aria-label="To the end"></button>
  <input type="range" class="gd-scrub" min="0" max="1" value="0" step="1" aria-label="Step shown" />
  <span class="gd-where"><span></span> <output></output></span>
  <span class="gd-locked" hidden><span>Locked until you bet.</span> <button type="button" data-do="unlock">Skip the bet</button></span>
  <label class="gd-speed" title="Steps a second; auto lingers on the first steps"><select aria-label="Speed in steps a second"></select></label>
</div>
<div class="gd-word" role="status"><span></span><i class="gd-reserve" aria-hidden="true"></i> <button type="button" data-do="rate" hidden></button> <button type="button" data-do="why" hidden>Why? Show it</button></div>
<div class="gd-verdict" hidden></div>
<div class="gd-see-why" hidden></div>
<div class="gd-numbers"></div>
<div class="gd-panels"></div>
<div class="gd-why"></div>`

export function build(root, speeds) {
  root.setAttribute("role", "group")
  root.setAttribute("aria-label", "Training player")
  root.innerHTML = HTML
  const find = (selector) => root.querySelector(selector)
  for (const button of root.querySelectorAll(".gd-transport > button")) setIcon(button, button.dataset.do)
  const select = find("select")
  for (const speed of speeds) select.add(new Option(speed === "auto" ? "auto" : pace(speed, "updates"), speed))
  const [play, scrub, where] = [find(".gd-play"), find(".gd-scrub"), find(".gd-where output")]
  const [transport, locked] = [find(".gd-transport"), find(".gd-locked")]
  const [word, reserve, remedy, why] = [".gd-word span", ".gd-reserve", "[data-do=rate]", "[data-do=why]"].map(find)
  return {
    pictures: find(".gd-pictures"),
    surface: find(".gd-surface"),
    loss: find(".gd-loss"),
    numbers: find(".gd-numbers"),
    asks: find(".gd-see-why"),
    panels: find(".gd-panels"),
    why: find(".gd-why"),
    bet: find(".gd-bet"),
    verdict: find(".gd-verdict"),

    bind(act) {
      root.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-do]")
        if (button) act(button.dataset.do, button.value)
      })
      scrub.addEventListener("input", () => act("scrub", scrub.value))
      select.addEventListener("change", () => act("speed", select.value === "auto" ? "auto" : Number(select.value)))
    },

    caption: (name) => find(`.gd-picture:has(.gd-${name}) figcaption span`).textContent,

    where: () => find(".gd-where").textContent.trim(),

    // What the two pictures show now, for those who do not see them.
    speak(surface, loss) {
      find(".gd-picture:has(.gd-surface)").setAttribute("aria-label", surface)
      find(".gd-picture:has(.gd-loss)").setAttribute("aria-label", loss)
    },

    layout: (layout) => (root.dataset.layout = layout),

    speed: (speed) => (select.value = speed),

    // Until the bet is placed nothing moves, and the loss is not seen.
    betting(on) {
      root.classList.toggle("gd-betting", on)
      for (const part of transport.children) part.inert = on && part !== locked
      locked.hidden = !on
    },

    describe({ plane, view, zoomed, clock, numbers, batched }) {
      find(".gd-where span").textContent = UNITS[clock]
      for (const option of select.options) if (option.value !== "auto") setText(option, pace(option.value, clock))
      scrub.step = clock === "updates" ? 1 : "any"
      this.numbers.hidden = !numbers
      const directions = plane.labels.join(", ").replace(/^1st (\w+) direction, .*/, "the 1st and 2nd $1 directions")
      // A function of x and y, which has no samples, is written out.
      setText(find(".gd-over-what"), batched === false ? "Loss" : `Loss over ${directions}`)
      setText(find(".gd-loss-what"), batched === false ? "Loss f(x, y), step by step" : "Loss on all samples, step by step")
      setText(find(".gd-view"), ` · ${view}`)
      find(".gd-whole").hidden = !zoomed
    },

    // While a long training is under way, how far it is.
    training({ complete, progress }) {
      root.classList.toggle("gd-training", !complete)
      root.style.setProperty("--gd-progress", `${Math.round(100 * (progress ?? 1))}%`)
    },

    position(head, scene) {
      const icon = head.playing ? "pause" : "play"
      if (play.dataset.icon !== icon) setIcon(play, icon)
      play.setAttribute("aria-label", head.playing ? "Pause" : "Play")
      scrub.max = head.last
      scrub.value = scene.clock === "updates" ? whole(head.step) : head.step
      setText(where, `${shown(head.step, scene.clock)} of ${shown(head.last, scene.clock)}`)
      const over = head.atEnd && scene.complete
      setText(word, over ? scene.ending : scene.complete ? scene.hint : trainingText(scene))
      // Room for what is said at the end is kept from the start.
      setText(reserve, over ? scene.hint : scene.complete ? scene.ending : "")
      word.parentElement.classList.toggle("gd-over", over)
      why.hidden = !scene.panels.some(({ kind }) => kind === "postmortem")
      remedy.hidden = !(scene.remedy || scene.way)
      for (const button of [why, remedy]) button.inert = !over
      remedy.dataset.do = scene.way ? "way" : "rate"
      remedy.value = scene.remedy ?? ""
      setText(remedy, scene.way?.label ?? (scene.remedy ? `Learning rate ${scene.remedy} works: try it` : ""))
    },
  }
}

// A time of the clock in words.
export const reading = (time, clock) => `${UNITS[clock]} ${shown(time, clock)}`

const whole = (time) => Math.floor(time + SLACK)
const shown = (time, clock) => (clock === "epochs" ? (whole(100 * time) / 100).toFixed(2) : String(whole(time)))

function trainingText({ progress }) {
  return `Still training: ${Math.round(100 * progress)} % of the updates are made.`
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function setIcon(button, name) {
  button.dataset.icon = name
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`
}
