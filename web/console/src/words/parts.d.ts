declare module "*.json?now" { const catalogue: object; export default catalogue }
declare module "*.json?talk" { const catalogue: object; export default catalogue }
declare module "*.json?later" { const catalogue: object; export default catalogue }
