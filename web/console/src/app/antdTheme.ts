import { theme as antd, type ThemeConfig } from "antd";
import { fontFamily, fontMono, measures, palettes, type Theme } from "../../../tokens/tokens";

/** Our tokens in antd's names. */
export function antdTheme(theme: Theme, calm: boolean): ThemeConfig {
  const colour = palettes[theme];
  return {
    algorithm: theme === "dark" ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: colour.accent,
      colorPrimaryHover: colour.accentHover,
      colorInfo: colour.accent,
      colorInfoBg: colour.accentSoft,
      colorInfoBorder: colour.line,
      colorLink: colour.accentText,
      colorLinkHover: colour.accentText,
      colorError: colour.bad,
      colorErrorBg: colour.badSoft,
      colorWarning: colour.warn,
      colorWarningBg: colour.warnSoft,
      colorSuccess: colour.good,
      colorSuccessBg: colour.goodSoft,
      colorText: colour.text,
      colorTextSecondary: colour.textSoft,
      colorTextTertiary: colour.textFaint,
      colorTextPlaceholder: colour.textFaint,
      colorTextDescription: colour.textFaint,
      colorTextDisabled: colour.textFaint,
      colorBgBase: colour.paper,
      colorBgContainer: colour.paper,
      colorBgElevated: theme === "dark" ? colour.deep : colour.paper,
      colorBgMask: colour.veil,
      colorBorder: colour.lineStrong,
      colorBorderSecondary: colour.line,
      borderRadius: measures.radius,
      borderRadiusLG: measures.radiusLarge,
      fontSize: measures.type,
      fontFamily,
      fontFamilyCode: fontMono,
      controlHeight: 34,
      controlHeightSM: measures.target,
      controlHeightLG: 40,
      motion: !calm,
      motionDurationSlow: "0.15s",
      motionDurationMid: "0.12s",
      motionDurationFast: "0.08s",
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", contentFontSizeSM: measures.typeList, paddingInlineSM: 10, defaultHoverColor: colour.accentText, defaultHoverBorderColor: colour.accentText, defaultActiveColor: colour.accentText, defaultActiveBorderColor: colour.accentText },
      Tooltip: { colorBgSpotlight: theme === "dark" ? "#3a4646" : "#26312f" },
      Form: { verticalLabelPadding: "0 0 4px", itemMarginBottom: 16 },
    },
  };
}
