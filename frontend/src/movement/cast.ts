import {
  type AnimationAction,
  AnimationMixer,
  type BufferGeometry,
  Group,
  type Material,
  Mesh,
  type MeshStandardMaterial,
  type Object3D,
  SkinnedMesh,
} from "three";
import { type GLTF, GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import { mergeVertices, toCreasedNormals } from "three/addons/utils/BufferGeometryUtils.js";
import type { About } from "./about.ts";
import type { Look } from "./look.ts";

const crease = Math.PI / 4; // edges of equipment sharper than this stay sharp

/** A demonstrator and the equipment, moved by one track. */
export class Cast {
  readonly root = new Group();
  private readonly mixer: AnimationMixer;
  private readonly action: AnimationAction;

  private constructor(
    readonly about: About,
    body: GLTF,
    track: GLTF,
    look: Look,
  ) {
    const [movement] = track.animations;
    if (!movement) throw new Error("the track holds no animation");
    takePlaces(body.scene, track.scene);
    this.root.add(body.scene, ...track.scene.children.filter((node) => node instanceof Mesh));
    for (const mesh of meshes(this.root)) draw(mesh, look);
    this.mixer = new AnimationMixer(this.root);
    this.action = this.mixer.clipAction(movement).play();
  }

  /** Fetches both files. Rejects where one of them is missing or is not what it should be. */
  static async from(body: string, track: string, look: Look): Promise<Cast> {
    const loader = new GLTFLoader();
    const [bodyFile, trackFile] = await Promise.all([loader.loadAsync(body), loader.loadAsync(track)]);
    return new Cast(trackFile.animations[0]?.userData as unknown as About, bodyFile, trackFile, look);
  }

  /** Takes the pose at this share (0 to 1) of the path. */
  pose(share: number): void {
    this.action.time = share;
    this.mixer.update(0);
  }

  dispose(): void {
    for (const mesh of meshes(this.root)) {
      mesh.geometry.dispose();
      if (mesh instanceof SkinnedMesh) mesh.skeleton.dispose();
      for (const material of [mesh.material].flat()) material.dispose();
    }
  }
}

/** The bones take the places and turns that the track gives them, by name; what moves is up to its animation. */
function takePlaces(body: Object3D, track: Object3D): void {
  track.traverse((node) => {
    const bone = body.getObjectByName(node.name);
    bone?.position.copy(node.position);
    bone?.quaternion.copy(node.quaternion);
  });
}

function meshes(root: Object3D): Mesh[] {
  const found: Mesh[] = [];
  root.traverse((node) => {
    if (node instanceof Mesh) found.push(node);
  });
  return found;
}

/** Gives a mesh its flat colour and the lines around it. */
function draw(mesh: Mesh, look: Look): void {
  const whole = mesh instanceof SkinnedMesh ? mesh.geometry : welded(mesh.geometry);
  const colour = look.tones(mesh.material as MeshStandardMaterial);
  if (whole !== mesh.geometry) mesh.geometry = toCreasedNormals(whole, crease);
  const shells = [look.ink, look.edge].map((material) => shell(mesh, whole, material));
  for (const [place, one] of shells.entries()) one.renderOrder = -place;
  mesh.material = colour;
  for (const one of [mesh, ...shells]) one.frustumCulled = false; // poses leave the box of the rest mesh
}

function shell(mesh: Mesh, whole: BufferGeometry, material: Material): Mesh {
  if (!(mesh instanceof SkinnedMesh)) {
    const around = new Mesh(whole, material);
    mesh.add(around);
    return around;
  }
  const around = new SkinnedMesh(whole, material);
  around.bind(mesh.skeleton, mesh.bindMatrix);
  mesh.parent?.add(around);
  return around;
}

/** A part in one piece, with one direction a corner: a line drawn face by face would gape at the edges. */
function welded(geometry: BufferGeometry): BufferGeometry {
  const whole = mergeVertices(geometry);
  whole.computeVertexNormals();
  return whole;
}
