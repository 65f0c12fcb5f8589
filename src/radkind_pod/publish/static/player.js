// A click on a time plays the sound from there, on this page. Without this script the same link opens the sound.
const player = document.getElementById("player");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='#t=']");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !player || !plain) return;
  event.preventDefault();
  player.currentTime = Number(link.hash.slice("#t=".length));
  player.play();
});
