// The colours of the classes of map layers, from the first class to the last; five at most.

import { COLOUR } from "./colours.js";
import { WALK_COLOURS } from "./walk-colours.js";

export const UNKNOWN_COLOUR = WALK_COLOURS[WALK_COLOURS.length - 1];

const VIRIDIS = ["#440154", "#3B528B", "#21918C", "#5EC962", "#FDE725"];
const CIVIDIS = ["#FDEA45", "#C5B56C", "#8A8678", "#575C6D", "#00224E"];

export const SCALES = {
  walk: WALK_COLOURS.slice(0, -1),
  amount: CIVIDIS, // light for few, dark for many
  need: VIRIDIS, // dark for those in greatest need
  links: [COLOUR.barrier, "#E07B39", "#E8B98A", "#B9BEC5"], // many depend on it, some, few; there is a way round
  voices: [COLOUR.barrier, "#E8B98A", "#DADCE0"], // a hot spot, one on one voice, none told from chance
  heard: [COLOUR.welcoming],
  catchment: ["#12336E", "#2C7FB8", "#7FC4DD"], // the shortest walk darkest
};

/** The colour of a class; grey for what is not known and for a class beyond the scale. */
export function colourOf(scale, row) {
  return SCALES[scale]?.[row] ?? UNKNOWN_COLOUR;
}
