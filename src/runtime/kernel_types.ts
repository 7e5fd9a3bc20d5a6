/**
 * The types that TF's definition of an op allows and for which TF has no CPU kernel: asking for one is TF's
 * NotFoundError, where a type that the definition forbids is an InvalidArgumentError.
 */
import {
  bfloat16,
  bool,
  complex64,
  complex128,
  type DType,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  string,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../dtypes';
import { NotFoundError } from '../errors';

const complexes = [complex64, complex128];
const narrow = [bfloat16, float16];
const unsigned = [uint8, uint16, uint32, uint64];
const integers = [uint8, int8, uint16, int16, int32, uint32, uint64, int64];
const unordered = [string, bool, ...complexes];

const missing: ReadonlyMap<string, readonly DType[]> = new Map([
  ['SparseAdd', [...narrow, ...unsigned]],
  ['RealDiv', integers],
  ['Rint', narrow],
  ['Round', [int8, int16, ...complexes]],
  ['FloorDiv', complexes],
  ['TruncateDiv', complexes],
  ['TruncateMod', narrow],
  ['MatMul', unsigned],
  ['BatchMatMulV2', unsigned],
  ['Einsum', [...unsigned, int8, int16, string, bool]],
  ['TensorScatterAdd', [string, bool]],
  ['TensorScatterSub', [string, bool]],
  ['TensorScatterMax', unordered],
  ['TensorScatterMin', unordered],
  ['MatrixDiagPartV3', [string]],
  ['MatrixDiagV3', [string]],
  ['MatrixSetDiagV3', [string]],
  ['MatrixBandPart', [string]],
  ['Diag', [bfloat16]],
  ['DiagPart', [bfloat16]],
  ['MatrixDeterminant', [float16]],
  ['LogMatrixDeterminant', [float16]],
  ['Cholesky', [float16]],
  ['MatrixSquareRoot', [float16]],
  ['MatrixSolve', [float16]],
  ['MatrixTriangularSolve', narrow],
  ['SelfAdjointEigV2', [float16]],
  ['Svd', [float16]],
  ['LRN', [bfloat16]],
  ['Lgamma', [bfloat16]],
  ['Digamma', [bfloat16]],
  ['Igamma', narrow],
  ['Igammac', narrow],
  ['LowerBound', unordered],
  ['UpperBound', unordered],
  ['Erfinv', narrow],
  ['Ndtri', narrow],
  ['BesselI0', [bfloat16]],
  ['BesselI0e', [bfloat16]],
  ['BesselI1', [bfloat16]],
  ['BesselI1e', [bfloat16]],
  ['BesselJ0', [bfloat16]],
  ['BesselJ1', [bfloat16]],
  ['BesselY0', [bfloat16]],
  ['BesselY1', [bfloat16]],
  ['BesselK0', [bfloat16]],
  ['BesselK0e', [bfloat16]],
  ['BesselK1', [bfloat16]],
  ['BesselK1e', [bfloat16]],
  ['Dawsn', narrow],
  ['Expint', narrow],
  ['FresnelCos', narrow],
  ['FresnelSin', narrow],
  ['Spence', narrow],
  ['SpaceToBatchND', unordered],
  ['BatchToSpaceND', unordered],
  ['MaxPool3D', [float16, float64]],
  ['AvgPool3D', [float16, float64]],
  ['Multinomial', integers],
  ['StatelessMultinomial', integers],
  ['Unique', complexes],
  ['UniqueWithCounts', complexes],
  ['ListDiff', [bool, ...complexes]],
  ['ClipByValue', [uint32, uint64]],
  ['ExtractImagePatches', [bool]],
  ['AdjustHue', [float16]],
  ['AdjustSaturation', [float16]],
  ['AdjustContrastv2', [float16]],
  ['Range.Tidx', [bfloat16, float16, int8, int16, uint16, uint32]],
  ['ScatterNd.Tindices', [int16]],
  ['TensorScatterUpdate.Tindices', [int16, uint16]],
]);

/**
 * Looks for a kernel of TF's. @param attr that has this type
 * @throws {@link NotFoundError} if there is none for this type
 */
export function checkKernel(type: string, dtype: DType, attr = 'T'): void {
  if (dtype === float32 || (dtype === int32 && attr !== 'T')) return;
  if (missing.get(attr === 'T' ? type : `${type}.${attr}`)?.includes(dtype) !== true) return;
  throw new NotFoundError(
    `Could not find device for node: {{node ${type}}} = ${type}[${attr}=${dtype.proto_name}]`,
    {
      fields: { key: type, actual: dtype.name },
    },
  );
}
