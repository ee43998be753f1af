import { Button } from "antd";
import { Component, type ReactNode } from "react";
import { words } from "../words";

/** The last net: a screen that fell over says so and offers a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { fallen: boolean }> {
  override state = { fallen: false };

  static getDerivedStateFromError() {
    return { fallen: true };
  }

  override render() {
    if (!this.state.fallen) return this.props.children;
    const t = words();
    return (
      <div className="face is-page" role="alert">
        <h1 className="face-title">{t("face.fallen")}</h1>
        <p className="face-why">{t("face.fallenMeans")}</p>
        <div className="face-acts">
          <Button type="primary" onClick={() => location.reload()}>{t("face.reload")}</Button>
          <Button onClick={() => location.assign("/")}>{t("face.toDesk")}</Button>
        </div>
      </div>
    );
  }
}
