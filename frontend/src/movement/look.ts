import { BackSide, Color, DoubleSide, type MeshStandardMaterial, ShaderMaterial } from "three";

const inkWidth = 1.5; // CSS pixels
const edgeWidth = 3;
const inkColour: [number, number, number] = [0.165, 0.18, 0.227];

const vertexShader = /* glsl */ `
  #include <common>
  #include <skinning_pars_vertex>
  uniform float width;
  uniform float metresPerPixel;
  varying vec3 facing;
  void main() {
    #include <beginnormal_vertex>
    #include <skinbase_vertex>
    #include <skinnormal_vertex>
    #include <begin_vertex>
    #include <skinning_vertex>
    vec3 outward = normalize(mat3(modelMatrix) * objectNormal);
    vec4 place = modelMatrix * vec4(transformed, 1.0);
    facing = mat3(viewMatrix) * outward;
    gl_Position = projectionMatrix * viewMatrix * vec4(place.xyz + outward * width * metresPerPixel, 1.0);
  }
`;

// Three flat tones of one colour, as a printed picture has them.
const toneShader = /* glsl */ `
  uniform vec3 colour;
  varying vec3 facing;
  void main() {
    float light = dot(normalize(gl_FrontFacing ? facing : -facing), normalize(vec3(-0.35, 0.65, 0.68)));
    float tone = mix(0.72, 0.86, smoothstep(-0.14, -0.10, light));
    gl_FragColor = vec4(colour * mix(tone, 1.0, smoothstep(0.26, 0.30, light)), 1.0);
  }
`;

const inkShader = /* glsl */ `
  uniform vec3 colour;
  void main() {
    gl_FragColor = vec4(colour, 1.0);
  }
`;

/**
 * The flat colours and the ink of one picture, the same as on paper. A figure on a dark page also has a light
 * edge around the whole of it; lines within stay dark, or a face would be drawn in white.
 */
export class Look {
  private readonly metresPerPixel = { value: 0 };
  private readonly edgeColour = { value: new Color() };

  /** Shells a little larger than the figure, seen from within: what shows of them is the line around. */
  readonly ink = this.shell(inkWidth, { value: new Color(...inkColour) });
  readonly edge = this.shell(edgeWidth, this.edgeColour);

  constructor() {
    this.edge.depthTest = this.edge.depthWrite = false; // it lies beneath everything, and is drawn first
  }

  /** The flat colour of a material that was read from a file. */
  tones(material: MeshStandardMaterial): ShaderMaterial {
    const colour = material.color.clone().convertLinearToSRGB();
    return new ShaderMaterial({
      vertexShader,
      fragmentShader: toneShader,
      uniforms: { width: { value: 0 }, metresPerPixel: this.metresPerPixel, colour: { value: colour } },
      side: DoubleSide,
    });
  }

  /** `edge` as CSS computes it, "rgb(…)"; `metresPerPixel` keeps lines as thick at every size. */
  suit(edge: string, metresPerPixel: number): void {
    this.edgeColour.value.setStyle(edge).convertLinearToSRGB();
    this.metresPerPixel.value = metresPerPixel;
  }

  dispose(): void {
    this.ink.dispose();
    this.edge.dispose();
  }

  private shell(width: number, colour: { value: Color }): ShaderMaterial {
    return new ShaderMaterial({
      vertexShader,
      fragmentShader: inkShader,
      uniforms: { width: { value: width }, metresPerPixel: this.metresPerPixel, colour },
      side: BackSide,
    });
  }
}
