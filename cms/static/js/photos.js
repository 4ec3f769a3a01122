// A photo chosen in input[data-photo-side] is made smaller before it goes: less to pay for and to wait for on a phone.
// Drawn anew it carries no notes of the camera, so not where it was taken either. What is small already, no photo,
// or would not get smaller goes as it is; the page says what was done and gives the original back on request.
// Afterwards, whatever goes, the input fires "files:ready".

const PHOTO = /^image\/(jpeg|webp|hei[cf])$/; // drawings and screenshots (PNG) lose by it
const SMALL = 400_000; // bytes: below this nothing is gained
const QUALITY = 0.85;
const language = document.documentElement.lang;

function inWords(bytes) {
  const [amount, unit] = bytes >= 1_000_000 ? [bytes / 1_048_576, "megabyte"] : [bytes / 1024, "kilobyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: unit === "megabyte" ? 1 : 0 }).format(amount);
}

async function smaller(file, side) {
  if (!PHOTO.test(file.type) || file.size <= SMALL) return file;
  try {
    const whole = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, side / Math.max(whole.width, whole.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(whole.width * share);
    canvas.height = Math.round(whole.height * share);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.imageSmoothingQuality = "high";
    paper.drawImage(whole, 0, 0, canvas.width, canvas.height);
    whole.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  } catch {
    return file; // a picture that this browser can't draw: the server looks at it
  }
}

class Chooser {
  constructor(input) {
    this.input = input;
    this.words = input.dataset;
    this.line = document.createElement("div");
    this.line.className = "file-input__said";
    this.line.setAttribute("role", "status");
    input.after(this.line);
    input.addEventListener("change", () => this.chosen([...input.files]));
    input.form?.addEventListener("reset", () => this.line.replaceChildren());
  }

  async chosen(files) {
    const round = (this.round = Symbol("round"));
    this.line.replaceChildren();
    if (files.some((file) => PHOTO.test(file.type) && file.size > SMALL)) this.line.textContent = this.words.photoBusy;
    this.busy = Promise.all(files.map((file) => smaller(file, Number(this.words.photoSide))));
    const made = await this.busy;
    if (round !== this.round) return; // others were chosen meanwhile
    this.busy = null;
    this.pairs = files.map((file, place) => ({ original: file, small: made[place] }));
    this.send(false);
  }

  // Put into the input what goes, and say so.
  send(original) {
    const going = new DataTransfer();
    for (const pair of this.pairs) going.items.add(original ? pair.original : pair.small);
    this.input.files = going.files;
    this.say(original);
    this.input.dispatchEvent(new CustomEvent("files:ready", { bubbles: true }));
  }

  say(original) {
    const shrunk = this.pairs.filter((pair) => pair.small !== pair.original);
    const lines = shrunk.map((pair) => {
      const line = document.createElement("p");
      line.textContent = (original ? this.words.photoOriginal : this.words.photoSmaller)
        .replace("{name}", pair.original.name).replace("{before}", inWords(pair.original.size)).replace("{after}", inWords(pair.small.size));
      return line;
    });
    if (shrunk.length) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet";
      button.textContent = original ? this.words.photoAgain : this.words.photoBack;
      button.addEventListener("click", () => { this.send(!original); this.line.querySelector("button").focus(); });
      lines.push(button);
    }
    this.line.replaceChildren(...lines);
  }
}

const choosers = [...document.querySelectorAll("input[type=file][data-photo-side]")].map((input) => new Chooser(input));

// Sent while a photo is still being made smaller: it goes as soon as that is done.
document.addEventListener("submit", (event) => {
  const busy = choosers.filter((chooser) => chooser.input.form === event.target && chooser.busy).map((chooser) => chooser.busy);
  if (!busy.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.all(busy).then(() => { setTimeout(() => event.target.requestSubmit(event.submitter)); });
}, { capture: true });
