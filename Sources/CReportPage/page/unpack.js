// From the page's text back to columns of numbers. The writer is Swift's ColumnWriter.

/** The bytes behind base64 of a zlib stream. Rejects when they are damaged. */
async function unpack(text) {
  const stream = new Blob([bytesOfBase64(text)]).stream();
  const unpacked = stream.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

function bytesOfBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Reads varints and texts one behind the other. Numbers above 2^53 lose their last digits. */
class ColumnReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    return this.column(1)[0];
  }

  text() {
    return this.textOf(this.number());
  }

  /** Text of so many bytes. */
  textOf(count) {
    const bytes = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return ColumnReader.decoder.decode(bytes);
  }

  column(count, Type = Float64Array) {
    const bytes = this.bytes;
    if (count > bytes.length - this.at) throw new Error("the data end too early");
    const numbers = new Type(count);
    let at = this.at;
    for (let i = 0; i < count; i++) {
      let byte = bytes[at++];
      if (byte < 128) {
        numbers[i] = byte;
        continue;
      }
      let value = byte & 127;
      let scale = 128;
      do {
        byte = bytes[at++];
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte > 127);
      numbers[i] = value;
    }
    this.at = at;
    return numbers;
  }

  /** 0, 1, 2, 3, … are 0, −1, 1, −2, … */
  signedColumn(count) {
    const numbers = this.column(count);
    for (let i = 0; i < count; i++) {
      const number = numbers[i];
      numbers[i] = number % 2 === 0 ? number / 2 : -(number + 1) / 2;
    }
    return numbers;
  }

  /** Numbers told by what they are below those of `base`. */
  columnBelow(base) {
    const numbers = this.signedColumn(base.length);
    for (let i = 0; i < numbers.length; i++) numbers[i] = base[i] - numbers[i];
    return numbers;
  }
}

ColumnReader.decoder = new TextDecoder();
