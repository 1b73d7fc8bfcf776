/* Fetches an export and hands it over as a file, so that the page and its run stay where they are. Throws what the server
   said, in words, where there is no file to be had. */

export async function download(address, fields) {
	const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
	if (!response.ok) throw new Error(await reason(response));
	const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))?.[1] ?? "export";
	save(name, await response.blob());
	return name;
}

async function reason(response) {
	try {
		return (await response.json()).message;
	} catch {
		return `The server answered ${response.status}. Nothing of yours is lost; please try again.`;
	}
}

function save(name, blob) {
	const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
