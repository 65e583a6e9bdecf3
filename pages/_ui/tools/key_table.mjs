// Every key, once: what is bound, the list that `?` shows, and the Guide's, are this table.

// Each opens or closes a part of See why.
export const INSIGHT_KEYS = [1, 2, 3, 4, 5, 6, 7, 8]

// `keys` are those of a KeyboardEvent, each with the action that it means.
export const KEYS = [
  { shown: "Space", does: "play or pause", keys: { " ": "play" } },
  { shown: "← →", does: "one step back or forward", keys: { ArrowLeft: "back", ArrowRight: "forward" } },
  { shown: "Home, End", does: "to the start, to the end", keys: { Home: "restart", End: "end" } },
  { shown: "R", does: "play again from the start", keys: { r: "replay", R: "replay" } },
  { shown: "+ −", does: "faster, slower", keys: { "+": "faster", "-": "slower", "−": "slower" } },
  { shown: "I O", does: "zoom the map in or out", keys: { i: "nearer", I: "nearer", o: "wider", O: "wider" } },
  {
    shown: "Page Up, Page Down",
    does: "the previous or next entry of a list; without a list, in presentation mode, one step back or forward",
    keys: { PageUp: "previous", PageDown: "next" },
  },
  { shown: "↑ ↓", does: "the same, in presentation mode with a list", keys: { ArrowUp: "up", ArrowDown: "down" } },
  {
    shown: "1 to 8",
    does: "open or close the first to eighth part of See why",
    keys: Object.fromEntries(INSIGHT_KEYS.map((key) => [key, `insight ${key}`])),
  },
  // Like a fork in the road. Not B: clickers send that for a black screen.
  { shown: "Y", does: "branch here: what you change next holds from this step on", keys: { y: "branch", Y: "branch" } },
  { shown: "P", does: "presentation mode, on and off", keys: { p: "present", P: "present" } },
  { shown: "Esc", does: "leave presentation mode", keys: { Escape: "leave" } },
  {
    shown: "B or .",
    does: "in presentation mode: a black screen; any key brings the picture back",
    keys: { b: "blank", B: "blank", ".": "blank" },
  },
  {
    shown: "F5",
    does: "with a list: presentation mode, as the start button of a clicker does; without a list, your browser loads the page again",
    keys: { F5: "start" },
  },
  { shown: "F", does: "full screen, on and off", keys: { f: "fullscreen", F: "fullscreen" } },
  { shown: "?", does: "this list of keys", keys: { "?": "help" } },
]

// The action that a key means, if any.
export const ACTIONS = Object.assign({}, ...KEYS.map(({ keys }) => keys))
