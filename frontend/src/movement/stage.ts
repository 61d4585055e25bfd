import { OrthographicCamera, Scene, Vector3, WebGLRenderer } from "three";
import type { About, View } from "./about.ts";
import { Cast } from "./cast.ts";
import { Look } from "./look.ts";

const margin = 1.06; // air around what is framed
const far = 10; // metres from the camera to the middle of the picture; the projection is parallel
const widest = 16 / 9; // of the picture, to its height
const finest = 2; // device pixels for a CSS pixel, at most: more costs battery and shows nothing

/** The picture: one figure, one camera, one canvas. */
export class Stage {
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new OrthographicCamera();

  private constructor(
    private readonly canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
    private readonly look: Look,
    private readonly cast: Cast,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: true });
    this.renderer.setClearColor(0, 0);
    this.scene.add(cast.root);
  }

  static async set(
    canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
    body: string,
    track: string,
  ): Promise<Stage> {
    const look = new Look();
    return new Stage(canvas, context, look, await Cast.from(body, track, look));
  }

  get about(): About {
    return this.cast.about;
  }

  /** Width to height of the picture that suits the movement: a lying figure is wide, a standing one is not. */
  get shape(): number {
    const [across, up] = axesOf(this.about.view).map((axis) => extent(axis, this.about.frame).size);
    return Math.min(widest, Math.max(1, (across ?? 1) / (up ?? 1)));
  }

  /** Draws the pose at this share (0 to 1) of the path, seen from `view`, as large as the canvas lets it. */
  draw(share: number, view: View): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    this.fit(width, height);
    const metresPerPixel = this.aim(view, width, height);
    this.look.suit(getComputedStyle(this.canvas).color, metresPerPixel);
    this.cast.pose(share);
    this.renderer.render(this.scene, this.camera);
  }

  dispose(): void {
    this.cast.dispose();
    this.look.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private fit(width: number, height: number): void {
    const ratio = Math.min(finest, window.devicePixelRatio);
    const [wide, high] = [Math.floor(width * ratio), Math.floor(height * ratio)];
    if (this.canvas.width === wide && this.canvas.height === high) return;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
  }

  /** Points the camera so that the frame fills the canvas, and says how many metres a CSS pixel is. */
  private aim(view: View, width: number, height: number): number {
    const axes = axesOf(view);
    const extents = axes.map((axis) => extent(axis, this.about.frame));
    const [across, up] = extents;
    const scale = margin * Math.max((across?.size ?? 0) / width, (up?.size ?? 0) / height);
    const middle = new Vector3();
    for (const { axis, middle: place } of extents) middle.addScaledVector(axis, place);
    this.camera.position.copy(middle).addScaledVector(axes[2], far);
    this.camera.lookAt(middle);
    const [right, top] = [(scale * width) / 2, (scale * height) / 2];
    Object.assign(this.camera, { left: -right, right, top, bottom: -top, near: 0.1, far: 2 * far });
    this.camera.updateProjectionMatrix();
    return scale;
  }
}

/** The directions in the world that lie across, up and out of the picture. */
function axesOf({ yaw, pitch }: View): [Vector3, Vector3, Vector3] {
  const [y, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
  const out = new Vector3(Math.sin(y) * Math.cos(p), Math.sin(p), Math.cos(y) * Math.cos(p));
  const across = new Vector3(Math.cos(y), 0, -Math.sin(y));
  return [across, new Vector3().crossVectors(out, across), out];
}

/** How far the frame reaches along one axis of the picture, in metres. */
interface Extent {
  axis: Vector3;
  middle: number;
  size: number;
}

function extent(axis: Vector3, points: [number, number, number][]): Extent {
  const places = points.map(([x, y, z]) => axis.x * x + axis.y * y + axis.z * z);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  return { axis, middle: (least + most) / 2, size: most - least };
}
