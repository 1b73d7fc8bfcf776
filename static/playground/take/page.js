/* Entry of the pages that show code. */

import { armCopyButtons } from "./copy.js";

armCopyButtons(document);
