using System.Diagnostics;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Variants;
using Spindle.Functions.Evaluation;

namespace Spindle.Functions.Casts;

/// <summary>Anything to variants; structs and maps become objects.</summary>
internal sealed unsafe class ToVariantKernel : ScalarKernel
{
    private readonly VariantBuilder builder = new();

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        using var output = new FlatOutput(DataType.Variant, lanes.Length, budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            var lane = lanes[i];
            if (operands[0].IsNull(lane))
            {
                output.SetNull(lane);
                continue;
            }

            builder.Reset();
            Append(operands[0], lane, builder);
            ((BytesView*)output.Values)[lane] = output.Heap.Append(builder.Build());
        }

        return output.Build();
    }

    /// <summary>Appends a lane of any type and form; null becomes the variant's null.</summary>
    public static void Append(Vector vector, int lane, VariantBuilder builder)
    {
        switch (vector)
        {
            case ConstantVector constant:
                Append(constant.Value, 0, builder);
                break;
            case DictionaryVector dictionary:
                Append(dictionary.Dictionary, dictionary.Indices[lane], builder);
                break;
            case RunVector run:
                Append(run.Values, run.RunOf(lane), builder);
                break;
            case var _ when vector.IsNull(lane):
                builder.AppendNull();
                break;
            case ListVector { Type: MapType } map:
                Map(map, lane, builder);
                break;
            case ListVector list:
                var (start, offsets) = (builder.Position, new List<int>());
                for (var i = 0; i < list.Sizes[lane]; i++)
                {
                    offsets.Add(builder.Position - start);
                    Append(list.Elements, list.Offsets[lane] + i, builder);
                }

                builder.CloseArray(start, offsets);
                break;
            case StructVector structs:
                Struct(structs, lane, builder);
                break;
            default:
                Atom((FlatVector)vector, lane, builder);
                break;
        }
    }

    private static void Map(ListVector map, int lane, VariantBuilder builder)
    {
        var (start, fields) = (builder.Position, new List<VariantField>());
        for (var i = 0; i < map.Sizes[lane]; i++)
        {
            var entry = (StructVector)map.Elements;
            fields.Add(builder.Field(entry.Children[0].Read(map.Offsets[lane] + i)!.ToString()!, start));
            Append(entry.Children[1], map.Offsets[lane] + i, builder);
        }

        builder.CloseObject(start, fields);
    }

    private static void Struct(StructVector structs, int lane, VariantBuilder builder)
    {
        var (start, fields) = (builder.Position, new List<VariantField>());
        var type = (StructType)structs.Type;
        for (var i = 0; i < structs.Children.Length; i++)
        {
            fields.Add(builder.Field(type.Fields[i].Name, start));
            Append(structs.Children[i], lane, builder);
        }

        builder.CloseObject(start, fields);
    }

    private static void Atom(FlatVector flat, int lane, VariantBuilder builder)
    {
        switch (flat.Type)
        {
            case BooleanType:
                builder.Append(Bits.Get(flat.Values, lane));
                break;
            case FloatType:
                builder.Append(((float*)flat.Values)[lane]);
                break;
            case DoubleType:
                builder.Append(((double*)flat.Values)[lane]);
                break;
            case DecimalType type:
                builder.AppendDecimal(new DecimalOperand(flat)[lane], type.Scale);
                break;
            case DateType:
                builder.AppendDate(((int*)flat.Values)[lane]);
                break;
            case TimestampType:
                builder.AppendTimestamp(((long*)flat.Values)[lane]);
                break;
            case TimestampNtzType:
                builder.AppendTimestampNtz(((long*)flat.Values)[lane]);
                break;
            case BinaryType:
                builder.AppendBinary(BytesView.Span((BytesView*)flat.Values + lane));
                break;
            case VariantType:
                builder.Append(VariantValue.Of(BytesView.Span((BytesView*)flat.Values + lane)));
                break;
            case StringType or CharType or VarcharType:
                builder.AppendText(BytesView.Span((BytesView*)flat.Values + lane));
                break;
            case IntegralType:
                builder.Append(flat.Physical switch
                {
                    PhysicalType.Int8 => ((sbyte*)flat.Values)[lane],
                    PhysicalType.Int16 => ((short*)flat.Values)[lane],
                    PhysicalType.Int32 => ((int*)flat.Values)[lane],
                    _ => ((long*)flat.Values)[lane],
                });
                break;
            default:
                throw new UnreachableException($"{flat.Type} has no variant");
        }
    }
}
