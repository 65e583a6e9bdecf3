// The workbench with the network that stands on it at first.

import { open } from "./opening.mjs"
import { show } from "./workbench.mjs"

open({ draw, picture: ".gb-drawing", drawn: ".gd-neuron" })

function draw(frame, data) {
  show({ parentElement: frame, data, setTriggerValue() {} })
  return () => {}
}
