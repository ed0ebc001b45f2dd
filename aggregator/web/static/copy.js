// The address is selected at a touch, and a button copies it. Without this it is selected by hand.
const address = document.getElementById("address");
address.addEventListener("focus", () => address.select());
const button = document.createElement("button");
button.type = "button";
button.textContent = "Copy";
button.addEventListener("click", async () => {
  address.select();
  try {
    await navigator.clipboard.writeText(address.value);
  } catch {
    document.execCommand("copy"); // where the site is not on HTTPS
  }
  button.textContent = "Copied";
});
address.after(button);
