// What a camera noted of time and place, read on the tablet as the server will read it, to show it before it is saved.

const NOTES_WITHIN = 262144;
const NOTES_TAGS = { exif: 0x8769, gps: 0x8825, taken: 0x9003, offset: 0x9011 };
// The organisation's zone, in which the server tells every moment.
const NOTES_ZONE = "Asia/Shanghai";

// Resolves to {taken, place}, each empty where nothing sensible is noted.
async function photoNotes(file) {
  const nothing = { taken: "", place: "" };
  try {
    const segment = cameraNotes(new Uint8Array(await file.slice(0, NOTES_WITHIN).arrayBuffer()));
    if (!segment) return nothing;
    const notes = new CameraNotes(segment);
    return { taken: notes.taken(), place: notes.place() };
  } catch (notesCutShort) {
    return nothing;
  }
}

class CameraNotes {
  // Every offset in the notes counts from their byte order mark, which follows the segment's own head of 10 bytes.
  constructor(segment) {
    this.view = new DataView(segment.buffer, segment.byteOffset + 10, segment.byteLength - 10);
    this.little = this.view.getUint16(0) === 0x4949;
    this.first = this.directory(this.long(4));
  }

  long(at) {
    return this.view.getUint32(at, this.little);
  }

  // The places of a directory's entries by tag.
  directory(at) {
    const found = new Map();
    const entries = this.view.getUint16(at, this.little);
    for (let number = 0; number < entries; number += 1) {
      const place = at + 2 + number * 12;
      found.set(this.view.getUint16(place, this.little), place);
    }
    return found;
  }

  below(tag) {
    return this.first.has(tag) ? this.directory(this.long(this.first.get(tag) + 8)) : new Map();
  }

  text(place) {
    if (place === undefined) return "";
    const count = this.long(place + 4);
    const at = count > 4 ? this.long(place + 8) : place + 8;
    let text = "";
    for (let number = 0; number < count && this.view.getUint8(at + number); number += 1) text += String.fromCharCode(this.view.getUint8(at + number));
    return text.trim();
  }

  taken() {
    const notes = this.below(NOTES_TAGS.exif);
    const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d):(\d\d)$/.exec(this.text(notes.get(NOTES_TAGS.taken)));
    if (!found || found[1] < "1990" || found[1] > "2099") return "";
    const [, year, month, day, minute, second] = found;
    const offset = this.text(notes.get(NOTES_TAGS.offset));
    if (!/^[+-]\d\d:\d\d$/.test(offset)) return `${year}-${month}-${day} ${minute}`;
    const moment = new Date(`${year}-${month}-${day}T${minute}:${second}${offset}`);
    // Swedish writes a date as the server does.
    return new Intl.DateTimeFormat("sv-SE", { timeZone: NOTES_ZONE, dateStyle: "short", timeStyle: "short" }).format(moment);
  }

  // A camera without a fix notes 0, 0.
  place() {
    const notes = this.below(NOTES_TAGS.gps);
    if (![1, 2, 3, 4].every((tag) => notes.has(tag))) return "";
    const latitude = this.degrees(notes.get(2), this.text(notes.get(1)), "NS");
    const longitude = this.degrees(notes.get(4), this.text(notes.get(3)), "EW");
    const sensible = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
    return sensible ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : "";
  }

  // Degrees, minutes and seconds as fractions; what cannot be read is not a number, and so no place.
  degrees(place, side, sides) {
    const at = this.long(place + 8);
    const [degrees, minutes, seconds] = [0, 8, 16].map((step) => this.long(at + step) / this.long(at + step + 4));
    const letter = side.toUpperCase();
    if (letter !== sides[0] && letter !== sides[1]) return NaN;
    const whole = degrees + minutes / 60 + seconds / 3600;
    return letter === sides[1] ? -whole : whole;
  }
}
