// The colours of look.md, measured for contrast on white, the map's ground and the green of spaces.

export const COLOUR = {
  welcoming: "#00695C",
  barrier: "#B23A00",
  both: "#6A3D9A",
  ink: "#1B1F24",
  link: "#1D4F91",
  quiet: "#595F69",
  focus: "#FFBF00",
  white: "#FFFFFF",
  ground: "#F4F3EF",
  beyond: "#E7E5DF",
  water: "#CFDDE6",
  green: "#CFE3C8",
  greenEdge: "#7FA375",
  streetEdge: "#D9D6CE",
  streetName: "#4F545C",
  borough: "#4A4F57",
  ward: "#8A9099",
  regeneration: "#8A5A00",
  townCentre: "#3F6088",
  community: "#44515F",
};

export const FONT = '"Atkinson Hyperlegible", system-ui, sans-serif';
