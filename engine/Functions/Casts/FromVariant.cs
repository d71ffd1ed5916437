using System.Text;
using Spindle.Columnar.Builders;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Kernels;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Variants;
using Spindle.Functions.Catalog.Coercion;
using Spindle.Functions.Evaluation;
using Spindle.Plans.Expressions;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Functions.Casts;

/// <summary>Variants to any type. Lanes that hold values of one type are gathered, cast together, and put back in their places.</summary>
internal sealed unsafe class FromVariant(EvaluationMode mode, TimeZone zone, Origin origin)
{
    private static readonly ErrorClass InvalidCast = new("INVALID_VARIANT_CAST", "22023");

    private readonly VariantBuilder builder = new();

    /// <param name="variants">A flat vector of variants; lent.</param>
    /// <param name="lanes">Null ones stay null; so do those that hold JSON's null.</param>
    /// <exception cref="SpindleException">INVALID_VARIANT_CAST, unless the mode is Try.</exception>
    public Vector Convert(FlatVector variants, LaneSet lanes, DataType to, MemoryBudget budget) => to switch
    {
        ArrayType array => Array(variants, lanes, array, budget),
        MapType map => Map(variants, lanes, map, budget),
        StructType fields => Struct(variants, lanes, fields, budget),
        _ => Atoms(variants, lanes, to, budget),
    };

    private static VariantValue At(FlatVector variants, int lane) => VariantValue.Of(BytesView.Span((BytesView*)variants.Values + lane));

    private Vector Atoms(FlatVector variants, LaneSet lanes, DataType to, MemoryBudget budget)
    {
        // Lanes by the type that they hold, each group's values in a vector of that type.
        var groups = new Dictionary<DataType, (List<int> Lanes, VectorBuilder Values)>();
        using var parts = new ColumnSet();
        try
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                if (variants.IsNull(lanes[i]))
                    continue;
                var value = At(variants, lanes[i]);
                if (value.Kind == VariantKind.Null)
                    continue;
                if (NaturalType(value, to) is not { } natural || !CastRules.Exists(natural, to, ansi: true))
                {
                    Refuse(value, to);
                    continue;
                }

                if (!groups.TryGetValue(natural, out var group))
                    groups.Add(natural, group = ([], VectorBuilder.Create(natural, budget)));
                group.Lanes.Add(lanes[i]);
                Append(value, group.Values);
            }

            using var positions = new NativeArray<int>(budget);
            positions.Ensure(Math.Max(lanes.Length, 1));
            new Span<int>(positions.Pointer, lanes.Length).Fill(-1);
            var total = 0;
            foreach (var (natural, group) in groups)
            {
                parts.Add(CastGroup(group.Values.Build(), natural, to, budget));
                var cast = parts.Columns[^1];
                for (var i = 0; i < group.Lanes.Count; i++)
                {
                    if (cast.IsNull(i))
                        Refuse(At(variants, group.Lanes[i]), to);
                    positions.Pointer[group.Lanes[i]] = total + i;
                }

                total += group.Lanes.Count;
            }

            if (parts.Count == 0)
                return Nulls(to, lanes.Length, budget);
            using var all = new ColumnSet();
            all.Add(Concatenation.Of(parts.Columns, to, 0, budget));
            return Gather.Lanes(all.Columns[0], positions.Pointer, lanes.Length, budget, mayBeNegative: true);
        }
        finally
        {
            foreach (var (_, group) in groups)
                group.Values.Dispose();
        }
    }

    private Vector CastGroup(Vector values, DataType from, DataType to, MemoryBudget budget)
    {
        try
        {
            using var kernel = CastKernels.Create(new CastSite(from, to, EvaluationMode.Try, zone, origin));
            return kernel is null ? values.Retain() : kernel.Run([values], LaneSet.All(values.Length), budget);
        }
        finally
        {
            values.Release();
        }
    }

    private ListVector Array(FlatVector variants, LaneSet lanes, ArrayType to, MemoryBudget budget)
    {
        using var lists = (ListBuilder)VectorBuilder.Create(new ArrayType(DataType.Variant), budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            Fill(lists, lanes[i]);
            if (!TryOpen(variants, lanes[i], VariantKind.Array, to, out var value))
            {
                lists.AppendNull();
                continue;
            }

            for (var k = 0; k < value.Count; k++)
                AppendMember(value.Member(k), lists.Elements);
            lists.Close();
        }

        Fill(lists, lanes.Length);
        using var made = new ColumnSet();
        made.Add(lists.Build());
        var list = (ListVector)made.Columns[0];
        return list.WithElements(to, Convert((FlatVector)list.Elements, LaneSet.All(list.Elements.Length), to.Element, budget));
    }

    private ListVector Map(FlatVector variants, LaneSet lanes, MapType to, MemoryBudget budget)
    {
        using var lists = (ListBuilder)VectorBuilder.Create(new MapType(to.Key, DataType.Variant), budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            Fill(lists, lanes[i]);
            if (!TryOpen(variants, lanes[i], VariantKind.Object, to, out var value))
            {
                lists.AppendNull();
                continue;
            }

            var entry = (StructBuilder)lists.Elements;
            for (var k = 0; k < value.Count; k++)
            {
                ((BytesBuilder)entry.Fields[0]).Append(value.Name(k));
                AppendMember(value.Member(k), entry.Fields[1]);
                entry.Close();
            }

            lists.Close();
        }

        Fill(lists, lanes.Length);
        using var made = new ColumnSet();
        made.Add(lists.Build());
        var list = (ListVector)made.Columns[0];
        var entries = (StructVector)list.Elements;
        var values = Convert((FlatVector)entries.Children[1], LaneSet.All(entries.Length), to.Value, budget);
        return list.WithElements(to, new StructVector(to.Entries, entries.Length, [entries.Children[0].Retain(), values]));
    }

    private StructVector Struct(FlatVector variants, LaneSet lanes, StructType to, MemoryBudget budget)
    {
        using var rows = (StructBuilder)VectorBuilder.Create(new StructType(to.Fields.Select(f => f with { Type = DataType.Variant }).ToValueList()), budget);
        for (var i = 0; i < lanes.Count; i++)
        {
            Fill(rows, lanes[i]);
            if (!TryOpen(variants, lanes[i], VariantKind.Object, to, out var value))
            {
                rows.AppendNull();
                continue;
            }

            for (var f = 0; f < rows.Fields.Count; f++)
            {
                if (value.Find(Encoding.UTF8.GetBytes(to.Fields[f].Name)) is >= 0 and var found)
                    AppendMember(value.Member(found), rows.Fields[f]);
                else
                    rows.Fields[f].AppendNull();
            }

            rows.Close();
        }

        Fill(rows, lanes.Length);
        using var made = new ColumnSet();
        made.Add(rows.Build());
        var structs = (StructVector)made.Columns[0];
        using var fields = new ColumnSet();
        for (var f = 0; f < to.Fields.Count; f++)
            fields.Add(Convert((FlatVector)structs.Children[f], LaneSet.All(structs.Length), to.Fields[f].Type, budget));
        return new StructVector(to, structs.Length, fields.Take(), Validity(structs, budget));
    }

    private static NativeBuffer? Validity(StructVector structs, MemoryBudget budget)
    {
        if (!structs.MayHaveNulls)
            return null;
        var bits = budget.AllocateZeroed(Bits.BytesFor(structs.Length));
        for (var lane = 0; lane < structs.Length; lane++)
            if (!structs.IsNull(lane))
                Bits.Set(bits.Pointer, lane);
        return bits;
    }

    /// <summary>The lane's value where it is of the kind; false where the lane is null or refused.</summary>
    private bool TryOpen(FlatVector variants, int lane, VariantKind kind, DataType to, out VariantValue value)
    {
        value = default;
        if (variants.IsNull(lane))
            return false;
        value = At(variants, lane);
        if (value.Kind == kind)
            return true;
        if (value.Kind != VariantKind.Null)
            Refuse(value, to);
        return false;
    }

    private void AppendMember(VariantValue value, VectorBuilder target)
    {
        builder.Reset();
        builder.Append(value);
        ((BytesBuilder)target).Append(builder.Build());
    }

    private static void Fill(VectorBuilder target, int length)
    {
        while (target.Length < length)
            target.AppendNull();
    }

    private static ConstantVector Nulls(DataType to, int length, MemoryBudget budget)
    {
        using var nulls = VectorBuilder.Create(to, budget);
        nulls.AppendNull();
        return new ConstantVector(nulls.Build(), length);
    }

    /// <summary>The type of the value itself; null for objects and arrays, unless text is wanted.</summary>
    private static DataType? NaturalType(VariantValue value, DataType to)
    {
        switch (value.Kind)
        {
            case VariantKind.Object or VariantKind.Array:
                return TypeFamilies.IsText(to) ? DataType.String : null;
            case VariantKind.Decimal:
                value.Decimal(out var scale);
                return new DecimalType(DecimalType.MaxPrecision, scale);
            default:
                return VariantShape.Of(value);
        }
    }

    private void Append(VariantValue value, VectorBuilder target)
    {
        switch (value.Kind)
        {
            case VariantKind.Boolean:
                ((BooleanBuilder)target).Append(value.Boolean);
                break;
            case VariantKind.Double:
                ((FixedBuilder<double>)target).Append(value.Double);
                break;
            case VariantKind.Float:
                ((FixedBuilder<float>)target).Append(value.Float);
                break;
            case VariantKind.Date:
                ((FixedBuilder<int>)target).Append((int)value.Long);
                break;
            case VariantKind.Decimal:
                ((FixedBuilder<Int128>)target).Append(value.Decimal(out _));
                break;
            case VariantKind.String or VariantKind.Binary:
                ((BytesBuilder)target).Append(value.Bytes);
                break;
            case VariantKind.Object or VariantKind.Array or VariantKind.Uuid:
                var text = Json(value);
                ((BytesBuilder)target).Append(value.Kind == VariantKind.Uuid ? text[1..^1] : text);
                break;
            default:
                ((FixedBuilder<long>)target).Append(value.Long);
                break;
        }
    }

    private string Json(VariantValue value)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        VariantText.Write(value, zone, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private void Refuse(VariantValue value, DataType to)
    {
        if (mode == EvaluationMode.Try)
            return;
        var text = Json(value);
        throw new SpindleException(InvalidCast, $"the variant {text} cannot be cast to {to.Sql}: try_variant_get gives null instead", origin,
            parameters: new Dictionary<string, string> { ["value"] = text, ["dataType"] = $"\"{to.Sql}\"" });
    }
}

/// <summary>A cast of a variant.</summary>
internal sealed class FromVariantKernel(CastSite site) : ScalarKernel
{
    private readonly FromVariant cast = new(site.Mode, site.Zone, site.Origin);

    public override bool CanRaise => site.Mode != EvaluationMode.Try;

    public override Vector Run(ReadOnlySpan<Vector> operands, LaneSet lanes, MemoryBudget budget)
    {
        if (operands[0] is not ConstantVector constant)
            return cast.Convert((FlatVector)operands[0], lanes, site.To, budget);
        var value = cast.Convert((FlatVector)constant.Value, LaneSet.All(1), site.To, budget);
        if (value is ConstantVector single)
        {
            var repeated = new ConstantVector(single.Value.Retain(), constant.Length);
            single.Release();
            return repeated;
        }

        return new ConstantVector(value, constant.Length);
    }
}
