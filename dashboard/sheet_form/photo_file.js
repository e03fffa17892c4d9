// A photo on its way from the camera: made smaller where it is large; time and place of taking stay in it.

const LONGEST_SIDE = 2560;
const SMALL_ENOUGH = 1500000;
const LARGEST_FILE = 12000000;
const PREVIEW_SIDE = 320;

// Resolves to {body, preview}: what is sent, and a small picture to show (null where the browser cannot draw it).
async function preparePhoto(file) {
  let bitmap = null;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (notDrawable) {
    return { body: await copyOf(file), preview: null };
  }
  try {
    const preview = await drawn(bitmap, PREVIEW_SIDE, 0.75);
    const known = ["image/jpeg", "image/png", "image/webp"].includes(file.type);
    const large = file.size > SMALL_ENOUGH || Math.max(bitmap.width, bitmap.height) > LONGEST_SIDE;
    if (known && !large) return { body: await copyOf(file), preview };
    const scaled = await drawn(bitmap, LONGEST_SIDE, 0.85);
    if (!scaled || (known && scaled.size >= file.size && file.size <= LARGEST_FILE)) return { body: await copyOf(file), preview };
    return { body: await withNotes(scaled, file), preview };
  } finally {
    bitmap.close();
  }
}

// The file of a camera may vanish once its tab is gone; a copy of its bytes does not.
async function copyOf(file) {
  return new Blob([await file.arrayBuffer()], { type: file.type || "application/octet-stream" });
}

function drawn(bitmap, longest, quality) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

// The camera's own notes go into the smaller JPEG, which the canvas has turned upright already.
async function withNotes(scaled, file) {
  const notes = cameraNotes(new Uint8Array(await file.slice(0, NOTES_WITHIN).arrayBuffer()));
  if (!notes) return scaled;
  const bytes = new Uint8Array(await scaled.arrayBuffer());
  return new Blob([bytes.subarray(0, 2), saidUpright(notes), bytes.subarray(2)], { type: "image/jpeg" });
}

// The EXIF segment of a JPEG with its marker, or null.
function cameraNotes(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let at = 2;
  while (at + 10 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    const exif = String.fromCharCode(...bytes.subarray(at + 4, at + 10)) === "Exif\u0000\u0000";
    if (bytes[at + 1] === 0xe1 && exif) return end <= bytes.length ? bytes.slice(at, end) : null;
    at = end;
  }
  return null;
}

// Orientation is tag 0x0112 of the first directory; 1 is upright.
function saidUpright(segment) {
  const head = 10;
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  try {
    const little = view.getUint16(head) === 0x4949;
    const directory = head + view.getUint32(head + 4, little);
    const entries = view.getUint16(directory, little);
    for (let entry = 0; entry < entries; entry += 1) {
      const place = directory + 2 + entry * 12;
      if (view.getUint16(place, little) === 0x0112) view.setUint16(place + 8, 1, little);
    }
  } catch (notesCutShort) {
    return segment;
  }
  return segment;
}
