using Spindle.Columnar.Memory;

namespace Spindle.Formats.Json.Reading;

/// <summary>Tokens of a batch of records, in native memory. An object or array comes before its members.</summary>
internal sealed unsafe class JsonTape(MemoryBudget budget) : IDisposable
{
    private const int FirstTokens = 1_024;

    private NativeBuffer? buffer;

    public int Count { get; private set; }

    public ref JsonToken this[int index] => ref ((JsonToken*)buffer!.Pointer)[index];

    public int Add(JsonToken token)
    {
        if (buffer is null || buffer.Capacity < (long)(Count + 1) * sizeof(JsonToken))
            Grow();
        ((JsonToken*)buffer!.Pointer)[Count] = token;
        return Count++;
    }

    /// <summary>Takes back what was added since.</summary>
    public void Truncate(int count) => Count = count;

    public void Dispose()
    {
        buffer?.Release();
        buffer = null;
        Count = 0;
    }

    private void Grow()
    {
        var larger = budget.Allocate(Math.Max((long)FirstTokens, Count * 2L) * sizeof(JsonToken));
        if (buffer is not null)
        {
            Buffer.MemoryCopy(buffer.Pointer, larger.Pointer, larger.Capacity, (long)Count * sizeof(JsonToken));
            buffer.Release();
        }

        buffer = larger;
    }
}
