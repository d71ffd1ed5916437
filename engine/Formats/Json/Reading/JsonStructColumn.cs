using System.Buffers;
using System.Runtime.InteropServices;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;
using Spindle.Formats.Records;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Formats.Json.Reading;

/// <summary>Structs. Each field's loop runs over the positions of its values in all lanes; the last of several fields of one name counts, and a field that does not fit is null.</summary>
internal sealed class JsonStructColumn(StructType type, JsonOptions options, TimeZone zone) : JsonColumn(type)
{
    private readonly JsonColumn[] fields = [.. type.Fields.Select(f => Create(f.Name, f.Type, options, zone))];
    private readonly JsonFieldNames names = new(type);

    /// <summary>Why a field of the lane did not fit, for errors: its position among the fields, or -1.</summary>
    public int FindMisfit(JsonSource source, int node, MemoryBudget budget)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var outcome = JsonOutcome.Fits;
            fields[i].Read(source, [names.Find(source, node, i)], new Span<JsonOutcome>(ref outcome), budget).Release();
            if (outcome != JsonOutcome.Fits)
                return i;
        }

        return -1;
    }

    public override Vector Read(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var validity = new LaneValidity(nodes.Length, budget);
        for (var lane = 0; lane < nodes.Length; lane++)
        {
            var kind = nodes[lane] < 0 ? JsonKind.Null : source.Tape[nodes[lane]].Kind;
            if (kind == JsonKind.Object)
                continue;
            validity.SetNull(lane);
            if (kind != JsonKind.Null)
                outcomes[lane] = JsonOutcome.Misfit;
        }

        try
        {
            return new StructVector(Type, nodes.Length, ReadFields(source, nodes, outcomes, budget), validity.Take());
        }
        catch
        {
            validity.Take()?.Release();
            throw;
        }
    }

    /// <summary>The fields' vectors; null fields where a node is no object.</summary>
    public Vector[] ReadFields(JsonSource source, ReadOnlySpan<int> nodes, Span<JsonOutcome> outcomes, MemoryBudget budget)
    {
        var lanes = nodes.Length;
        var places = ArrayPool<int>.Shared.Rent(Math.Max(lanes * fields.Length, 1));
        var results = ArrayPool<byte>.Shared.Rent(Math.Max(lanes, 1));
        var vectors = new Vector[fields.Length];
        try
        {
            places.AsSpan(0, lanes * fields.Length).Fill(-1);
            for (var lane = 0; lane < lanes && fields.Length > 0; lane++)
                if (nodes[lane] >= 0 && source.Tape[nodes[lane]].Kind == JsonKind.Object)
                    names.Place(source, nodes[lane], places.AsSpan(lane), lanes);
            for (var i = 0; i < fields.Length; i++)
            {
                var fit = MemoryMarshal.Cast<byte, JsonOutcome>(results.AsSpan(0, lanes));
                fit.Clear();
                vectors[i] = fields[i].Read(source, places.AsSpan(i * lanes, lanes), fit, budget);
                for (var lane = 0; lane < lanes; lane++)
                    if (fit[lane] != JsonOutcome.Fits && outcomes[lane] == JsonOutcome.Fits)
                        outcomes[lane] = JsonOutcome.Partial;
            }

            return vectors;
        }
        catch
        {
            foreach (var vector in vectors)
                vector?.Release();
            throw;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(places);
            ArrayPool<byte>.Shared.Return(results);
        }
    }
}
