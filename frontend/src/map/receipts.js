// Names and receipts are made on the person's own device, so that a pin has both before any connection is needed.

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** 128 random bits as 32 hexadecimal characters. As a receipt: who holds it may change or withdraw the pin. */
export function newReceipt(random = (bytes) => crypto.getRandomValues(bytes)) {
  return Array.from(random(new Uint8Array(16)), (byte) => HEX[byte]).join("");
}

/** A version 4 UUID (RFC 9562); crypto.randomUUID is missing on plain http, so it is made by hand. */
export function newId(random = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = random(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => HEX[byte]).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A receipt in groups of four, as people read and copy it. */
export function grouped(receipt) {
  return receipt.match(/.{1,4}/g).join(" ");
}
