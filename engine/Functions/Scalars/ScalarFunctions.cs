using System.Collections.Frozen;
using Spindle.Columnar.Errors;
using Spindle.Functions.Evaluation;
using Spindle.Functions.Evaluation.Lambdas;
using Spindle.Functions.Scalars.Codecs;
using Spindle.Functions.Scalars.Formatting;
using Spindle.Functions.Scalars.Documents;
using Spindle.Functions.Scalars.Nested;
using Spindle.Functions.Scalars.Numbers;
using Spindle.Functions.Scalars.Text;
using Spindle.Functions.Scalars.Times;
using Spindle.Plans.Expressions;

namespace Spindle.Functions.Scalars;

/// <summary>All scalar functions by id.</summary>
public static class ScalarFunctions
{
    private static readonly FrozenDictionary<string, Func<Call, FunctionSite>> Table = new[]
    {
        TextFunctions.Table, SliceFunctions.Table, SearchFunctions.Table, JoinFunctions.Table, PatternFunctions.Table, RegexFunctions.Table, EditingFunctions.Table,
        CheckFunctions.Table, EncodingFunctions.Table, UrlFunctions.Table, CipherFunctions.Table, NumberPatternFunctions.Table, PrintfKernel.Table,
        DateFunctions.Table, TimestampFunctions.Table, TruncationFunctions.Table, EpochFunctions.Table, IntervalFunctions.Table, FormatFunctions.Table, MakingFunctions.Table,
        ZoneFunctions.Table, TimeOfDayFunctions.Table, BucketFunction.Table, WindowBoundFunction.Table, CounterFunction.Table,
        MathFunctions.Table, DoubleFunctions.Table, RoundingFunctions.Table, WholeNumberFunctions.Table, BaseFunctions.Table, BucketFunctions.Table, ExtremeFunctions.Table, DigestFunctions.Table,
        ArrayFunctions.Table, MapFunctions.Table, SequenceFunction.Table, HashFunctions.Table, VectorFunctions.Table, SketchScalars.Table,
        JsonFunctions.Table, VariantFunctions.Table, CsvFunctions.Table, XmlFunctions.Table,
    }.SelectMany(t => t).ToDictionary(e => e.Key, e => e.Value).ToFrozenDictionary();

    /// <summary>The ids of the functions that can be evaluated.</summary>
    public static IEnumerable<string> Ids => Table.Keys.Concat(ChanceFunctions.Table.Keys).Concat(LambdaFunctions.Ids);

    /// <summary>Makes a call ready to be run.</summary>
    internal static FunctionSite Create(Call call, EvaluationContext context) => Table.TryGetValue(call.Function, out var create) ? create(call)
        : ChanceFunctions.Table.TryGetValue(call.Function, out var createByChance) ? createByChance(call, context)
        : throw new SpindleException(new ErrorClass("UNSUPPORTED_FEATURE", "0A000"), $"the function {call.Name} cannot be evaluated yet", call.Origin);
}
