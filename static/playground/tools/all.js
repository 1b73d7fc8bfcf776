/* What the full page has beside the run itself. It comes after the picture, which does not wait for it. */

import { Take } from "../take/take.js";
import { openWhatIsClicked } from "./click.js";
import { Schedule } from "./schedule.js";
import { Tools } from "./tools.js";

export function equip(root, playground) {
	const { session, transport } = playground;
	playground.take = new Take(root, session);
	playground.tools = new Tools(root, session, transport);
	playground.schedule = new Schedule(root, session);
	openWhatIsClicked(playground);
}
