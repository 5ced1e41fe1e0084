// A photo as it is sent: small enough for a poor network, large enough to read a label on a device.
const LONGEST_SIDE = 1600;
const MOST_CHARACTERS = 900_000;  // inspection takes a megabyte in all

export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  for (let side = LONGEST_SIDE, quality = 0.8; ; side *= 0.75, quality = 0.7) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const url = canvas.toDataURL("image/jpeg", quality);
    if (url.length <= MOST_CHARACTERS) return url;
  }
}
