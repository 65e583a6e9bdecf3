// The words that are explained where they first stand: this table is the pages', the player's and the Guide's.
//
// Strict JSON behind the "=": Python reads it, too. `forms` is a regular expression of how prose says the word.

export const TERMS = {
  "gradient descent": {
    "forms": "[Gg]radient descent",
    "means": "A way to make a loss small: change every parameter a little against its gradient, and repeat."
  },
  "gradient length": {
    "forms": "[Gg]radient length|length of the gradient",
    "means": "The size of all slopes together: the square root of the sum of their squares. It is 0 on level ground."
  },
  "gradient": {
    "forms": "[Gg]radients?",
    "means": "The slope of the loss along each parameter: how fast the loss grows when that parameter grows."
  },
  "learning rate": {
    "forms": "[Ll]earning rates?",
    "means": "How far each step goes, chosen by you: new weight = old weight − learning rate × gradient."
  },
  "eta": {
    "forms": "\\$\\\\eta\\$",
    "means": "The Greek letter eta: short for the learning rate."
  },
  "lambda": {
    "forms": "\\$\\\\lambda(?: = [^$]*)?\\$",
    "means": "The Greek letter lambda: here the curvature, that is, how fast the slope itself changes along a direction."
  },
  "loss": {
    "forms": "[Ll]oss(?:es)?",
    "means": "One number that says how wrong the model is on its samples. Training makes it small."
  },
  "epoch": {
    "forms": "[Ee]pochs?",
    "means": "One pass of training through all the samples."
  },
  "batch": {
    "forms": "(?:[Mm]ini-|[Ff]ull )?[Bb]atch(?:es)?",
    "means": "The samples that one update looks at: all (full), a few (mini), or one (stochastic)."
  },
  "ReLU": {
    "forms": "ReLUs?",
    "means": "A function that keeps numbers above 0 and turns all others into 0. A neuron whose sum is below 0 is off."
  },
  "weight": {
    "forms": "[Ww]eights?",
    "means": "A number by which a neuron multiplies an input. Training changes it."
  },
  "bias": {
    "forms": "[Bb]ias(?:es)?",
    "means": "A number that a neuron adds to its sum, whatever the inputs are. Training changes it."
  }
}

// `text` as an element that is explained as the word `term`, where it is the first on the page.
export function termed(term, text = term) {
  const made = Object.assign(document.createElement("dfn"), { className: "gd-term", textContent: text })
  made.dataset.term = term
  return made
}
