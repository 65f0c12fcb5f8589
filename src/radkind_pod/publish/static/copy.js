// Offers to copy the feed's address, where the browser can. Without this script the address is there to be selected.
const button = document.getElementById("copy-address");

if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(document.getElementById("feed-address").textContent);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "The browser didn’t allow it. Please select the address.";
    }
  });
}
