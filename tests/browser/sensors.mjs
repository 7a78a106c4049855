// Sensors that Chromium pretends to have, by the DevTools protocol: no radio, and no notification by itself, so their
// characteristics are read.

const UUID = (short) => `0000${short}-0000-1000-8000-00805f9b34fb`;
const ADDRESS = "09:09:09:09:09:09";

/** What Chromium needs to be started with. */
export const features = ["--enable-features=WebBluetooth"];

/** A heart-rate strap for the pages of a browser; `strap.beats` is what it says when it is read. */
export async function heartRateStrap(browser, name = "Strap 7") {
  const session = await browser.newBrowserCDPSession();
  const tell = (method, params = {}) => session.send(`BluetoothEmulation.${method}`, params);
  const strap = { name, beats: 60, reads: 0, isNear: true };
  session.on("BluetoothEmulation.gattOperationReceived", ({ address, type }) =>
    tell("simulateGATTOperationResponse", { address, type, code: strap.isNear ? 0 : 0x3e }).catch(() => {}));
  session.on("BluetoothEmulation.characteristicOperationReceived", ({ characteristicId, type }) => {
    const data = Buffer.from([0, strap.beats]).toString("base64");
    if (type === "read") strap.reads += 1;
    const answer = { characteristicId, type, code: 0, ...(type === "read" ? { data } : {}) };
    return tell("simulateCharacteristicOperationResponse", answer).catch(() => {});
  });
  session.on("BluetoothEmulation.descriptorOperationReceived", ({ descriptorId, type }) =>
    tell("simulateDescriptorOperationResponse", { descriptorId, type, code: 0 }).catch(() => {}));
  await tell("enable", { state: "powered-on", leSupported: true });
  await tell("simulatePreconnectedPeripheral", { address: ADDRESS, name, manufacturerData: [], knownServiceUuids: [UUID("180d")] });
  const { serviceId } = await tell("addService", { address: ADDRESS, serviceUuid: UUID("180d") });
  const properties = { read: true, notify: true };
  const { characteristicId } = await tell("addCharacteristic", { serviceId, characteristicUuid: UUID("2a37"), properties });
  await tell("addDescriptor", { characteristicId, descriptorUuid: UUID("2902") });
  strap.drop = () => tell("simulateGATTDisconnection", { address: ADDRESS });
  strap.off = () => tell("disable");
  return strap;
}

/** What the page's chooser is answered, until the page is loaded anew. It tells of one prompt more than once. */
async function onPrompt(page, answer) {
  const session = await page.context().newCDPSession(page);
  const answered = new Set();
  session.on("DeviceAccess.deviceRequestPrompted", (prompt) => {
    if (answered.has(prompt.id)) return;
    answered.add(prompt.id);
    answer(session, prompt).catch(() => {});
  });
  await session.send("DeviceAccess.enable");
}

/** The page's chooser takes the first device that it shows. */
export const chooseFirst = (page) => onPrompt(page, (session, { id, devices }) =>
  session.send("DeviceAccess.selectPrompt", { id, deviceId: devices[0].id }));

/** The page's chooser is closed without a choice. */
export const chooseNone = (page) => onPrompt(page, (session, { id }) => session.send("DeviceAccess.cancelPrompt", { id }));
