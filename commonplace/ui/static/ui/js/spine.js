// Where the rooms are more than the window is high, the one that one is in stands in sight.
const spine = document.querySelector(".spine");
const here = spine?.querySelector(".rooms [aria-current]");
if (here) spine.scrollTop = here.offsetTop - spine.clientHeight / 2;
